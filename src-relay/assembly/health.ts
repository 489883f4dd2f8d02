import { diskOf } from '../sqlite/disk.ts';
import { watchEventLoop } from '../metrics/event-loop.ts';
import type { OpenedHub } from './hub.ts';
import type { Store } from './opened-store.ts';
import type { Opening } from './opening.ts';

/**
 * Shows in the metrics how the relay is.
 * @returns every reason why webhooks cannot be accepted now
 */
export function watchHealth(opening: Opening, opened: Store & OpenedHub): () => string[] {
  const { settings, parts, closing, secrets, metrics, stopping } = opening;
  const { journal, reader, hub, senders, readTrouble } = opened;
  const loop = watchEventLoop();
  closing.add(loop.stop);
  const whyNotReady = (): string[] => [
    ...(stopping() === null ? [] : ['draining']),
    ...(secrets.current().length === 0 ? ['no webhook secret is set'] : []),
    ...(readTrouble() === null ? [] : [`the journal cannot be read: ${readTrouble() ?? ''}`]),
    ...(journal.isWritable() ? [] : [`the journal cannot write: ${journal.trouble() ?? 'it is closed'}`]),
  ];
  metrics.gauges({
    loopDelay: loop.read,
    connected: hub.connected,
    clock: senders,
    pending: () => journal.pending().count,
    isWritable: journal.isWritable,
    isReady: () => whyNotReady().length === 0,
    counts: reader.counts,
    logLinesLost: parts.logLinesLost ?? (() => 0),
    journalBytes: opened.bytes,
    freeBytes: () => diskOf(settings.data).freeBytes,
  });
  return whyNotReady;
}
