/**
 * The architectures that the llama.cpp in our WebAssembly knows (wllama 3.8.1), so that no gigabyte is fetched for one
 * that it does not. To be read anew with each of its versions. Letters and digits only: some are written with `-` here
 * and `_` there.
 */
const chatting = `
afmoe apertus arcee arctic arwkv7 baichuan bailingmoe bailingmoe2 bailingmoe3 bitnet bloom chameleon chatglm codeshell
cogvlm cohere2 cohere2moe commandr dbrx deci deepseek deepseek2 deepseek2ocr deepseek32 deepseek4 dots1 dots3note dream
ernie45 ernie45moe exaone exaone4 exaonemoe falcon falconh1 gemma gemma2 gemma3 gemma3n gemma4 glm4 glm4moe glm5next
glmdsa gpt2 gptj gptneox gptoss granite granitehybrid granitemoe graniteswa graniteswitch grok grovemoe hrmtext
hunyuandense hunyuanmoe hunyuanvl hyv3 hyv4 internlm2 jais jais2 jamba kimik3 kimilinear laguna lfm2 lfm2moe llada
lladamoe llama llama4 maincoder mamba mamba2 maple mellum mimo2 minicpm minicpm3 minimax01 minimaxm2 minimaxm3 mistral3
mistral4 mpt museglimmer nanbeige nemotron nemotronh nemotronhmoe olmo olmo2 olmoe openelm orion paddleocr
panguembedded phi2 phi3 phimoe plamo plamo2 plamo3 plm qwen qwen2 qwen2moe qwen2vl qwen3 qwen35 qwen35moe qwen3moe
qwen3next qwen3vl qwen3vlmoe qwen4exp refact rnd1 rwkv6 rwkv6qwen2 rwkv7 sarvammoe seedoss smallthinker smollm3 spark25
stablelm starcoder starcoder2 step35 t5 talkie xverse
`;
const embedding = `
bert eurobert gemmaembedding jinabertv2 jinabertv3 llamaembed modernbert neobert nomicbert nomicbertmoe t5encoder
`;

const chats = new Set(chatting.trim().split(/\s+/));
const embeds = new Set(embedding.trim().split(/\s+/));

export function isKnownArchitecture(name: string): boolean {
  return chats.has(bare(name)) || embeds.has(bare(name));
}

/** Made for nothing else. */
export function isEmbeddingArchitecture(name: string): boolean {
  return embeds.has(bare(name));
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
