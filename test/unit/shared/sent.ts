import type { Topic } from '../../../src-shared/allo/events.ts';
import { answer, completed, contact, dial, ring, sms, tag, type AlloBody } from '../../fixtures/allo.ts';

/** A webhook of every topic, with all that Allo documents. */
export const SENT: Record<Topic, AlloBody> = {
  'call.received': ring(),
  'call.triggered': dial(),
  'call.answered': answer(),
  'call.completed': completed({ tags: ['vip'], ivr_result: [{ dtmf_key: '1', text_key: 'sales' }] }),
  'tag.added': tag(),
  'tag.removed': tag({}, 'tag.removed'),
  'sms.received': sms(),
  'sms.sent': { ...sms(), topic: 'sms.sent' },
  'contact.created': contact(),
  'contact.updated': { ...contact(), topic: 'contact.updated' },
  'summary.updated': {
    ...tag(),
    topic: 'summary.updated',
    data: { call_id: 'cll_1', content: 'Good news', version: 2 },
  },
};
