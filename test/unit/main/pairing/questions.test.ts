import { expect, test } from 'vitest';
import { oneAtATime } from '../../../../src-main/pairing/questions.ts';

function questions() {
  const asked: string[] = [];
  let answer: () => void = () => undefined;
  const ask = oneAtATime<string>(
    async (question) => {
      asked.push(question);
      await new Promise<void>((resolve) => (answer = resolve));
    },
    (question) => question,
    (error) => asked.push(String(error)),
  );
  const settle = async () => {
    answer();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { asked, ask, settle };
}

test('a dozen links are one question, and the newest of the others a second one', async () => {
  const { asked, ask, settle } = questions();
  for (let n = 1; n <= 12; n += 1) ask(`link ${n}`);
  expect(asked).toEqual(['link 1']);
  await settle();
  expect(asked).toEqual(['link 1', 'link 12']);
  await settle();
  expect(asked).toHaveLength(2);
});

test('the same link is not asked about again while its question is open, and is afterwards', async () => {
  const { asked, ask, settle } = questions();
  ask('a');
  ask('a');
  await settle();
  expect(asked).toEqual(['a']);
  ask('a');
  expect(asked).toEqual(['a', 'a']);
});
