/** What a server's owner types to start it, to open it to the network, to give it a model, or to read its log. Pure text. */
import type { Advice, AdviceServer } from './origins-advice.ts';

export const commandTopics = ['start', 'listen', 'model', 'logs'] as const;
export type CommandTopic = (typeof commandTopics)[number];

/** Empty where there is nothing to type. */
export function serverCommands(topic: CommandTopic, server: AdviceServer): readonly Advice[] {
  return tables[topic][server] ?? [];
}

type Table = Partial<Readonly<Record<AdviceServer, readonly Advice[]>>>;

const command = (code: string): readonly Advice[] => [{ place: 'command', code }];

const start: Table = {
  ollama: [
    { place: 'systemd', code: 'sudo systemctl enable --now ollama\nsystemctl status ollama' },
    { place: 'macos', code: 'open -a Ollama' },
    { place: 'windows', code: 'ollama serve' },
    { place: 'docker', code: 'docker start ollama' },
  ],
  'llama-server': command('llama-server -m model.gguf --port 8080'),
  'lm-studio': command('lms server start --port 1234 --cors'),
  vllm: command('vllm serve MODEL --port 8000'),
  localai: command('local-ai run'),
  litellm: command('litellm --config config.yaml --port 4000'),
  koboldcpp: command('koboldcpp --model model.gguf --port 5001'),
  textgen: command('python server.py --api'),
};

const listen: Table = {
  ollama: [
    {
      place: 'systemd',
      code: [
        'sudo mkdir -p /etc/systemd/system/ollama.service.d',
        `printf '[Service]\\nEnvironment="OLLAMA_HOST=0.0.0.0"\\n' |`,
        '  sudo tee /etc/systemd/system/ollama.service.d/host.conf',
        'sudo systemctl daemon-reload',
        'sudo systemctl restart ollama',
      ].join('\n'),
    },
    {
      place: 'macos',
      code: [
        'launchctl setenv OLLAMA_HOST "0.0.0.0"',
        `osascript -e 'quit app "Ollama"'`,
        'sleep 2; open -a Ollama',
      ].join('\n'),
    },
    { place: 'windows', code: 'setx OLLAMA_HOST "0.0.0.0"' },
    {
      place: 'docker',
      code: [
        'docker stop ollama',
        'docker rm ollama',
        'docker run -d --name ollama -p 0.0.0.0:11434:11434 \\',
        '  -v ollama:/root/.ollama ollama/ollama',
      ].join('\n'),
    },
  ],
  'llama-server': command('llama-server -m model.gguf --host 0.0.0.0 --port 8080'),
  'lm-studio': [
    { place: 'settings', code: 'Developer › Server Settings › Serve on Local Network' },
  ],
  vllm: command('vllm serve MODEL --host 0.0.0.0'),
  localai: command('local-ai run --address 0.0.0.0:8080'),
  litellm: command('litellm --config config.yaml --host 0.0.0.0 --port 4000'),
  koboldcpp: command('koboldcpp --model model.gguf --host 0.0.0.0 --port 5001'),
  textgen: command('python server.py --api --listen'),
};

const model: Table = {
  ollama: [
    { place: 'command', code: 'ollama pull qwen3:4b' },
    { place: 'docker', code: 'docker exec -it ollama ollama pull qwen3:4b' },
  ],
  'llama-server': command('llama-server -m model.gguf'),
  'lm-studio': command('lms get qwen3-4b\nlms load qwen3-4b'),
  vllm: command('vllm serve MODEL'),
  localai: command('local-ai run qwen3-4b'),
  koboldcpp: command('koboldcpp --model model.gguf'),
  textgen: command('python server.py --api --model MODEL'),
};

const logs: Table = {
  ollama: [
    { place: 'systemd', code: 'journalctl -u ollama -e' },
    { place: 'macos', code: 'tail -n 100 ~/.ollama/logs/server.log' },
    { place: 'windows', code: 'notepad %LOCALAPPDATA%\\Ollama\\server.log' },
    { place: 'docker', code: 'docker logs --tail 100 ollama' },
  ],
  'lm-studio': command('lms log stream'),
};

const tables: Readonly<Record<CommandTopic, Table>> = { start, listen, model, logs };
