/** Which quantisation a GGUF file holds, by its name: the only place where hubs say it. Pure. */

/** Beside a letter or a digit it is part of the model's own name. */
const labels =
  /(?<![A-Z0-9])(?:UD-)?(?:IQ[1-4]_(?:XXS|XS|S|M|L|NL|XL)|Q[1-8]_K(?:_(?:XXS|XS|S|M|L|XL))?|Q[1-8]_[01](?:_\d_\d)?|TQ[12]_0|BF16|F16|F32|FP16|FP32|MXFP4(?:_MOE)?|NVFP4)(?![A-Z0-9])/g;

/** The last label in the name of a file or folder, in upper case; `undefined` where there is none. */
export function quantLabelOf(name: string): string | undefined {
  return name.toUpperCase().match(labels)?.at(-1);
}
