import type { DirectoryChanges } from './changes.ts';

/** A sync in lines for an admin. @param isPreview nothing was changed */
export function linesOn(changes: DirectoryChanges, isPreview: boolean): string[] {
  const done = [
    ...changes.added.map(({ agent, name }) => `added     ${agent}${name === null ? '' : `  ${name}`}`),
    ...changes.renamed.map(({ agent, from, to }) => `renamed   ${agent}  ${from ?? 'no name'} → ${to}`),
    ...changes.aliases.map(({ agent, alias }) => `alias     ${agent}  also ${alias}`),
    ...changes.aliasesGone.map(({ agent, alias }) => `alias     ${agent}  no longer ${alias}`),
    ...changes.blocked.map((agent) => `blocked   ${agent}  (devices revoked)`),
    ...changes.unblocked.map((agent) => `unblocked ${agent}  (devices must be paired again)`),
    ...changes.gone.map((one) => `${one.isRemoved ? 'removed  ' : 'gone     '} ${one.agent}${whyKept(one)}`),
    ...changes.lines.map(
      ({ number, name, was, isNew, isOverruled }) =>
        `line      ${number}  ${name ?? 'no name'}${isNew ? ', new' : was === null ? '' : `, was ${was}`}${overruled(isOverruled, 'name')}`,
    ),
    ...changes.linesGone.map((number) => `line      ${number}  no longer in Allo`),
    ...changes.answers.map(
      ({ number, agent, isOverruled }) => `answers   ${number}  ${agent}${overruled(isOverruled, 'list')}`,
    ),
    ...changes.answersGone.map(({ number, agent }) => `answers   ${number}  ${agent} no longer`),
  ];
  const kept = changes.keptOff.map(
    ({ who, what }) => `kept off  ${who}${what === null ? '' : `  ${what}`}  (taken away by hand)`,
  );
  const last =
    done.length > 0
      ? isPreview
        ? ['nothing was changed yet: this was a dry run']
        : []
      : ['everything is as Allo has it'];
  return [...done, ...kept, ...changes.troubles.map(({ text }) => `left out  ${text}`), ...last];
}

function whyKept({ addedBy, isRemoved }: DirectoryChanges['gone'][number]): string {
  if (isRemoved) return '  (no longer in Allo)';
  return addedBy === 'hand'
    ? '  (no longer in Allo, but added by hand: stays)'
    : '  (no longer in Allo: stays without --remove)';
}

function overruled(is: boolean, what: string): string {
  return is ? `  (the config's ${what} counts)` : '';
}
