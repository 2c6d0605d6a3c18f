import { describe, expect, test } from 'vitest';
import { importCommand } from '../../../src/domain/launch/import.ts';

function imported(text: string) {
  const found = importCommand(text, 'Pasted');
  if (!found) throw new Error('no command was found');
  return found;
}

describe('a pasted command of llama-server', () => {
  test('short and long flags become fields', () => {
    const { sheet } = imported(
      'llama-server -m m.gguf -c 8192 -ngl 99 -np 2 -fa on -ctk q8_0 --cache-type-v q8_0 -t 8 -tb 12 -b 1024 -ub 256',
    );
    expect(sheet.program).toBe('llama-server');
    expect(sheet.values).toEqual({
      model: 'm.gguf',
      context: '8192',
      gpuLayers: '99',
      slots: '2',
      flash: 'on',
      cacheK: 'q8_0',
      cacheV: 'q8_0',
      threads: '8',
      threadsBatch: '12',
      batch: '1024',
      ubatch: '256',
    });
    expect(sheet.extra).toEqual([]);
  });

  test('quotes, continued lines and the home folder are read as a shell reads them', () => {
    const { sheet, isOpen } = imported(
      `sudo nice /opt/llama/llama-server \\\n  --model "/srv/my models/it's.gguf" --alias 'the "one"' \\\n  --path ~/llantern`,
    );
    expect(sheet.values).toEqual({
      binary: '/opt/llama/llama-server',
      model: "/srv/my models/it's.gguf",
      alias: 'the "one"',
      appPath: '~/llantern',
    });
    expect(isOpen).toBe(false);
  });

  test('what no field stands for is kept, in its order and with its value, and told', () => {
    const { sheet, unknown } = imported(
      'CUDA_VISIBLE_DEVICES=0 llama-server -m a.gguf --jinja --temp -0.5 --metrics --rope-scaling yarn',
    );
    expect(sheet.extra).toEqual(['--jinja', '--temp', '-0.5', '--rope-scaling', 'yarn']);
    expect(sheet.values['metrics']).toBe('yes');
    expect(sheet.env).toEqual({ CUDA_VISIBLE_DEVICES: '0' });
    expect(unknown).toEqual([
      '--jinja',
      '--temp -0.5',
      '--rope-scaling yarn',
      'CUDA_VISIBLE_DEVICES=0',
    ]);
  });

  test.each([
    'llama-server -m a.gguf --api-key hush --hf-token hush',
    'llama-server -m a.gguf --api-key=hush',
    'LLAMA_API_KEY=hush HF_TOKEN=hush llama-server -m a.gguf',
    'export LLAMA_API_KEY=hush\nllama-server -m a.gguf --proxy-password hush',
    'docker run -e LLAMA_API_KEY=hush -p 8080:8080 ghcr.io/ggml-org/llama.cpp:server -m a.gguf',
  ])('a key in it is not taken over: %j', (text) => {
    const found = imported(text);
    expect(JSON.stringify(found)).not.toContain('hush');
    expect(found.sheet.values['keyFrom']).toBe('env');
    expect(found.leftOut.length).toBeGreaterThan(0);
  });

  test('a key file is only a path', () => {
    const { sheet, leftOut } = imported('llama-server -m a.gguf --api-key-file /etc/keys');
    expect(sheet.values).toMatchObject({ keyFrom: 'file', keyFile: '/etc/keys' });
    expect(leftOut).toEqual([]);
  });

  test('a models folder without a model means several models', () => {
    const { sheet } = imported('llama-server --models-dir ./models --models-max 2');
    expect(sheet.values).toEqual({ modelsDir: './models', modelsMax: '2', mode: 'several' });
  });

  test('a hub’s name is a model as well, and the old flag for flash attention needs no word', () => {
    const { sheet } = imported('llama-server -hf unsloth/Qwen3-4B-GGUF:Q4_K_M -fa --port 9000');
    expect(sheet.values).toEqual({
      model: 'unsloth/Qwen3-4B-GGUF:Q4_K_M',
      flash: 'on',
      port: '9000',
    });
  });

  test('a line from Windows keeps its backslashes', () => {
    const { sheet } = imported(
      'C:\\llama\\llama-server.exe -m "C:\\my models\\a.gguf" ^\r\n  --slot-save-path C:\\slots\\',
    );
    expect(sheet.values).toEqual({
      binary: 'C:\\llama\\llama-server.exe',
      model: 'C:\\my models\\a.gguf',
      slotPath: 'C:\\slots\\',
    });
  });

  test('a quote that nothing closes is told', () => {
    expect(imported('llama-server -m "a.gguf').isOpen).toBe(true);
  });
});

describe('a pasted command of Ollama', () => {
  test('variables before it and on earlier lines become fields', () => {
    const { sheet } = imported(
      'export OLLAMA_HOST=http://0.0.0.0:11500/\nOLLAMA_FLASH_ATTENTION=1 OLLAMA_KV_CACHE_TYPE=q8_0 OLLAMA_DEBUG=1 ollama serve',
    );
    expect(sheet.program).toBe('ollama');
    expect(sheet.values).toEqual({ host: '0.0.0.0', port: '11500', flash: 'on', cacheK: 'q8_0' });
    expect(sheet.env).toEqual({ OLLAMA_DEBUG: '1' });
    expect(sheet.extra).toEqual([]);
  });

  test('PowerShell’s variables are read too', () => {
    const { sheet } = imported("$env:OLLAMA_MODELS = 'D:\\models'\n& ollama serve");
    expect(sheet.values).toEqual({ modelsDir: 'D:\\models' });
  });
});

test.each(['', 'ls -l', 'vllm serve x', '# llama-server -m a.gguf'])(
  'no command of ours: %j',
  (text) => {
    expect(importCommand(text, 'Pasted')).toBeUndefined();
  },
);
