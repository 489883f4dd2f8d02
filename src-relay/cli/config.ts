import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig } from '../config/file.ts';
import { ConfigError } from '../config/reading.ts';
import { optionsOf, type CliParts } from './context.ts';
import { CommandError, example, print } from './terminal.ts';

/** `config check`: whether the relay would take a config, before it is asked to. */
export function addConfigCommands(program: Command, { terminal }: CliParts): void {
  const config = program.command('config').description('the settings of the team').helpCommand(false);

  config
    .command('check [file]')
    .description('whether the relay takes a config; without FILE, the one that it reads')
    .addHelpText('after', example('ringside-relay config check relay.config.new.json'))
    .action(async (name: string | undefined, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const file = name === undefined ? settings.configFile : resolve(name);
      const error = await whyNot(file);
      if (error === null) {
        print(terminal, json, { file, ok: true }, [`${file}: good`]);
        return;
      }
      if (json) print(terminal, json, { file, ok: false, error }, []);
      throw new CommandError(error);
    });
}

async function whyNot(file: string): Promise<string | null> {
  if (!existsSync(file)) return `${file}: there is no such file`;
  try {
    await loadConfig(file);
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
