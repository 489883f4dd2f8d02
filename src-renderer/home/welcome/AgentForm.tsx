import { useEffect, useState } from 'react';
import { isAgentAddress } from '../../../src-shared/managed/agent-address.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { AnswerForm } from './AnswerForm.tsx';
import styles from './GroupPage.module.css';

interface Props {
  readonly about: string;
  /** The last answer. */
  readonly before: string;
  /** Why the last answer was not taken; null: there was none. */
  readonly failure: string | null;
  /** It was handed on. */
  readonly onSaid: () => void;
}

/** Asks whose computer this is. What comes of the answer, main pushes. */
export function AgentForm({ about, before, failure, onSaid }: Props) {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const said = words.managed.group;
  const [address, setAddress] = useState(before);
  const [wrong, setWrong] = useState<string | null>(failure);
  useEffect(() => {
    if (failure !== null) say(failure);
  }, [failure, say]);

  const submit = () => {
    const agent = address.trim();
    if (!isAgentAddress(agent)) {
      setWrong(said.notAnAddress);
      say(said.notAnAddress);
      return;
    }
    bridge.request('pair:group', { agent }).then(onSaid, (error: unknown) => {
      setWrong(words.action.failed);
      reportError(error);
    });
  };
  return (
    <AnswerForm
      label={said.label}
      type="email"
      autoComplete="email"
      maxLength={255}
      value={address}
      onChange={(typed) => {
        setAddress(typed);
        setWrong(null);
      }}
      hint={said.hint}
      problem={wrong}
      submit={said.connect}
      onSubmit={submit}
    >
      <h2 className={styles['title']}>{said.title}</h2>
      <p className={styles['about']}>{about}</p>
    </AnswerForm>
  );
}
