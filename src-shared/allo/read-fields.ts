/** Both ends of a call or a text. */
const ENDS = `from from_number from_name to to_number to_name original_to_number original_to_name
  started_at start_date answered_at sent_at user_email user_name direction type`;
const PARTIES = `person company deals id name last_name email emails number numbers job_title
  status value currency close_date integration_id`;
const OUTCOME = `call_id result length length_in_minutes recording_url summary content version tag tags tag_key tag_name
  transfer_from transfer_to transfer_original_call_id ivr_result dtmf_key text_key data_collected
  transcriptions source time text concatenated_transcript`;

/**
 * Every member of an event's `data` that is read for anything, at any depth and in either spelling: what matching,
 * routing, folding and the card go by. An event that is too big is taken in with these first.
 */
export const READ_FIELDS: ReadonlySet<string> = new Set(
  [ENDS, PARTIES, OUTCOME].flatMap((names) => names.split(/\s+/)),
);
