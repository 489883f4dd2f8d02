import type { CompletedData, EventOf, Topic } from '../../src-shared/allo/events.ts';
import type { Company, Deal, Person } from '../../src-shared/allo/parties.ts';

/** Where something is on screen. A test looks for every field at each of its places. */
export const PLACES = {
  cardHeader: 'card: header',
  cardName: 'card: name, job title, company',
  cardNumber: 'card: number',
  cardEmail: 'card: e-mail',
  cardFacts: 'card: facts line, where `card.facts` of the config names it',
  cardDeals: 'card: Open deals',
  cardSummary: 'card: Summary and tags',
  cardMessage: 'card: Message left',
  cardAnswers: 'card: Voice menu, Collected',
  cardTransfer: 'card: transfer',
  cardPlayer: 'card: recording',
  detailsHeader: 'call: header',
  detailsContact: 'call: Contact details',
  detailsFacts: 'call: About this call',
  detailsIds: 'call: About this call, Show IDs',
  detailsTranscript: 'call: Transcript',
  detailsTimeline: 'call: What happened',
  detailsTexts: 'call: Text messages',
  texts: 'Texts: the thread',
  search: 'search',
} as const;
export type Place = keyof typeof PLACES;

/** Where a field is shown; or the object that it is; or why it is not shown by itself. */
export type FieldPlace =
  | { readonly at: readonly [Place, ...Place[]] }
  | { readonly is: ObjectName }
  | { readonly tells: string };

/** What Allo's events are made of, as the schema reads it. */
interface Objects {
  ring: EventOf<'call.received'>['data'] & EventOf<'call.triggered'>['data'];
  person: Person;
  company: Company;
  deal: Deal;
  answered: EventOf<'call.answered'>['data'];
  completed: CompletedData;
  line: CompletedData['transcriptions'][number];
  transfer: NonNullable<CompletedData['transfer_from']> & NonNullable<CompletedData['transfer_to']>;
  choice: CompletedData['ivr_result'][number];
  tag: EventOf<'tag.added'>['data'] & EventOf<'tag.removed'>['data'];
  text: EventOf<'sms.received'>['data'] & EventOf<'sms.sent'>['data'];
  contact: EventOf<'contact.created'>['data'] & EventOf<'contact.updated'>['data'];
  summary: EventOf<'summary.updated'>['data'];
}
export type ObjectName = keyof Objects;

export const OBJECT_OF: Readonly<Record<Topic, ObjectName>> = {
  'call.received': 'ring',
  'call.triggered': 'ring',
  'call.answered': 'answered',
  'call.completed': 'completed',
  'tag.added': 'tag',
  'tag.removed': 'tag',
  'sms.received': 'text',
  'sms.sent': 'text',
  'contact.created': 'contact',
  'contact.updated': 'contact',
  'summary.updated': 'summary',
};

const at = (...places: readonly [Place, ...Place[]]): FieldPlace => ({ at: places });
const tells = (why: string): FieldPlace => ({ tells: why });

/** Every field of every event: one that the schema gains and that has no place here does not compile. */
export const FIELD_PLACES: { readonly [O in ObjectName]: Readonly<Record<keyof Objects[O], FieldPlace>> } = {
  ring: {
    from_number: at('cardNumber', 'search'),
    to_number: at('cardHeader', 'detailsFacts'),
    started_at: at('detailsHeader', 'detailsTimeline'),
    user_email: at('detailsTimeline'),
    person: { is: 'person' },
    company: { is: 'company' },
    deals: { is: 'deal' },
  },
  person: {
    id: at('detailsIds', 'search'),
    name: at('cardName', 'search'),
    last_name: at('cardName', 'search'),
    email: at('cardEmail', 'detailsContact', 'search'),
    emails: at('detailsContact', 'search'),
    numbers: at('detailsContact', 'search'),
    job_title: at('cardName', 'search'),
    properties: at('cardFacts', 'detailsContact', 'search'),
  },
  company: {
    id: at('detailsIds', 'search'),
    name: at('cardName', 'search'),
    properties: at('cardFacts', 'detailsContact', 'search'),
  },
  deal: {
    id: at('detailsIds', 'search'),
    name: at('cardDeals', 'search'),
    status: at('cardDeals'),
    value: at('cardDeals'),
    currency: at('cardDeals'),
    close_date: at('cardDeals'),
    properties: at('detailsContact', 'search'),
  },
  answered: {
    direction: tells('which side is the caller’s; outgoing calls are marked'),
    from_number: at('cardNumber', 'search'),
    to_number: at('cardHeader', 'detailsFacts'),
    started_at: at('detailsHeader'),
    answered_at: at('detailsTimeline'),
    user_email: at('detailsTimeline'),
  },
  completed: {
    id: at('detailsIds', 'search'),
    started_at: at('detailsHeader'),
    recording_url: at('cardPlayer'),
    from_number: at('cardNumber', 'search'),
    from_name: at('detailsFacts', 'search'),
    to_number: at('cardHeader', 'detailsFacts'),
    to_name: at('detailsFacts', 'search'),
    length_in_minutes: at('cardHeader'),
    length: at('cardHeader', 'detailsHeader'),
    tag: at('cardSummary', 'search'),
    tags: at('cardSummary', 'search'),
    summary: at('cardSummary', 'search'),
    transcriptions: { is: 'line' },
    concatenated_transcript: at('cardMessage', 'detailsTranscript', 'search'),
    data_collected: at('cardAnswers', 'search'),
    type: tells('whether it was incoming or outgoing; outgoing calls are marked'),
    result: at('cardHeader', 'detailsHeader'),
    integration_id: at('detailsIds', 'search'),
    transfer_from: { is: 'transfer' },
    transfer_to: { is: 'transfer' },
    transfer_original_call_id: at('detailsIds', 'search'),
    user_email: at('detailsFacts', 'detailsTimeline', 'search'),
    original_to_number: at('detailsFacts', 'search'),
    original_to_name: at('detailsFacts', 'search'),
    ivr_result: { is: 'choice' },
  },
  line: {
    source: at('detailsTranscript'),
    time: at('detailsTranscript'),
    text: at('detailsTranscript', 'search'),
  },
  transfer: {
    number: at('cardTransfer', 'detailsFacts', 'search'),
    user_email: at('detailsFacts', 'search'),
    user_name: at('cardTransfer', 'detailsFacts', 'search'),
  },
  choice: {
    dtmf_key: at('cardAnswers'),
    text_key: at('cardAnswers', 'search'),
  },
  tag: {
    call_id: tells('which call it is on'),
    tag_key: at('detailsTimeline'),
    tag_name: at('cardSummary', 'detailsTimeline', 'search'),
    user_email: at('detailsTimeline'),
  },
  text: {
    id: tells('whether it came before'),
    type: at('texts'),
    content: at('texts', 'detailsTexts'),
    sent_at: at('texts', 'detailsTexts'),
    from_number: at('texts'),
    to_number: at('texts'),
    from_name: at('texts'),
    to_name: at('texts'),
    user_email: at('texts', 'detailsTexts'),
  },
  contact: {
    id: tells('which contact it is'),
    name: at('cardName', 'search'),
    last_name: at('cardName', 'search'),
    company: at('cardName', 'search'),
    emails: at('cardEmail', 'detailsContact', 'search'),
    numbers: at('detailsContact', 'search'),
  },
  summary: {
    call_id: tells('which call it is of'),
    summary: at('cardSummary', 'search'),
    version: tells('which of two summaries is newer'),
  },
};
