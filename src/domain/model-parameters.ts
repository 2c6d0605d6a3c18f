/** The parameters a model of Ollama can carry (its 0.33), with the kind of value each takes. Pure. */

export type ParameterKind = 'int' | 'float' | 'flag' | 'text';
export type ParameterValue = string | number | boolean;
export type ParameterRow = { name: string; value: ParameterValue };

const kinds: Readonly<Record<string, ParameterKind>> = {
  num_ctx: 'int',
  num_batch: 'int',
  num_gpu: 'int',
  main_gpu: 'int',
  use_mmap: 'flag',
  num_thread: 'int',
  draft_num_predict: 'int',
  num_keep: 'int',
  seed: 'int',
  num_predict: 'int',
  top_k: 'int',
  top_p: 'float',
  min_p: 'float',
  typical_p: 'float',
  repeat_last_n: 'int',
  temperature: 'float',
  repeat_penalty: 'float',
  presence_penalty: 'float',
  frequency_penalty: 'float',
  stop: 'text',
};

/** In the order of a list to choose from: by what people set most. */
export const parameterNames: readonly string[] = [
  'num_ctx',
  'temperature',
  'stop',
  'top_p',
  'top_k',
  'min_p',
  ...Object.keys(kinds).filter(
    (name) => !['num_ctx', 'temperature', 'stop', 'top_p', 'top_k', 'min_p'].includes(name),
  ),
];

/** Known to older servers; newer ones leave them unheard. */
const retired = new Set([
  'penalize_newline',
  'low_vram',
  'f16_kv',
  'logits_all',
  'vocab_only',
  'use_mlock',
  'mirostat',
  'mirostat_tau',
  'mirostat_eta',
]);

export function parameterKind(name: string): ParameterKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

export function isRetiredParameter(name: string): boolean {
  return retired.has(name);
}

/** A typed value as the parameter takes it; undefined where it cannot be one. A name nobody knows takes any text. */
export function readParameter(name: string, text: string): ParameterValue | undefined {
  switch (parameterKind(name)) {
    case 'int':
      return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'float':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : undefined;
    case 'flag':
      // As Go reads them.
      if (/^(1|t|true)$/i.test(text)) return true;
      return /^(0|f|false)$/i.test(text) ? false : undefined;
    default:
      return text;
  }
}

/** The lines that a server lists a model's parameters in: a name, spaces, a value in Go's form. */
export function parameterRows(lines: string): ParameterRow[] {
  const rows: ParameterRow[] = [];
  for (const line of lines.split('\n')) {
    const [, name, text] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (name === undefined || text === undefined) continue;
    const value = readParameter(name, unquoted(text));
    if (value !== undefined) rows.push({ name, value });
  }
  return rows;
}

/** Go quotes text nearly as JSON does; what differs is left as it stands. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text.replace(/^"|"$/g, '');
  }
}
