/** What was said in a call, however long, is nothing that the next one is told of, nor who they are. */
export const SPEECH = ['transcriptions', 'concatenated_transcript'] as const;

/** An event's `data` as JSON without it. */
export function withoutSpeech(data: string): string {
  if (!SPEECH.some((field) => data.includes(`"${field}"`))) return data;
  const fields = JSON.parse(data) as Record<string, unknown>;
  for (const field of SPEECH) delete fields[field];
  return JSON.stringify(fields);
}
