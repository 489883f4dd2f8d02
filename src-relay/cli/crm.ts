import type { Command } from 'commander';
import { configFor, runningCrm } from './crm-asking.ts';
import { factsFor } from './crm-facts.ts';
import { connectCrm, type ConnectOptions } from './crm-connect.ts';
import { crmStatusHere, crmStatusLines } from './crm-status.ts';
import { recordsLines, recordsNumbers } from './crm-records.ts';
import { crmTestLines, testCrm } from './crm-test.ts';
import { optionsOf, type CliParts } from './context.ts';
import { example, print } from './terminal.ts';

/** `crm connect`, `crm status`, `crm test`: the connection that records are asked for over. */
export function addCrmCommands(program: Command, { terminal, input }: CliParts): void {
  const crm = program
    .command('crm')
    .description('the connection to the CRM: with it, a click opens the very record')
    .helpCommand(false);

  crm
    .command('connect')
    .description('try a secret of the CRM, read from the input, and say what it may read')
    .option('--crm <name>', 'hubspot, pipedrive, attio, salesforce or zoho; default: the one in the config')
    .option('--domain <domain>', 'My Domain of Salesforce: acme, as in acme.my.salesforce.com')
    .option('--data-center <dc>', 'data centre of Zoho: com, eu, in, com.au, jp, com.cn, sa or ca')
    .option('--org <id>', 'number of the Zoho organisation, as in crm.zoho.eu/crm/org20012345678')
    .option('--write', 'write the account into the config and keep the secret in its file (mode 600)')
    .addHelpText(
      'after',
      `
The secret is never an argument: paste it when it is asked for, or pipe it in. For Salesforce and
Zoho it is two lines, the id and its secret. docs/crm-links.md says how to get one, and which rights.

Example:
  ringside-relay crm connect --crm hubspot --write
  ringside-relay crm connect --crm salesforce --domain acme --write < FILE`,
    )
    .action(async (own: ConnectOptions, command: Command) => {
      const { json, settings } = optionsOf(command);
      await connectCrm({ terminal, input }, settings, own, json);
    });

  crm
    .command('status')
    .description('which account is asked, what is in the way, and what is left of the budgets')
    .addHelpText('after', example('ringside-relay crm status', 'ringside-relay crm status --json'))
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const running = await runningCrm(settings);
      const status = running ?? (await crmStatusHere(settings, await configFor(settings)));
      const isRunning = running !== null;
      const records = await recordsNumbers(settings, isRunning);
      print(terminal, json, { running: isRunning, ...status, records }, [
        ...crmStatusLines(status, isRunning),
        ...recordsLines(records),
      ]);
    });

  crm
    .command('test <number-or-email>')
    .description('ask the CRM for somebody, and say what was found, why, and where a click leads')
    .addHelpText(
      'after',
      `
With a number that has called, what Allo said of that call is held against the CRM's records, as for
a ring. Nothing is kept, and no app is told.

Example:
  ringside-relay crm test +33199001234`,
    )
    .action(async (asked: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const facts = await factsFor(settings, asked);
      const test = await testCrm(settings, await configFor(settings), facts);
      print(terminal, json, test, crmTestLines(test));
    });
}
