import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { ProxyQuestion } from '../../src-shared/ipc/home.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useAsk } from '../bridge/useAsk.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import styles from './ProxySignIn.module.css';

/** Asks who shall be named to a proxy on the way to the relay. Main keeps the answer in memory, and this page does not. */
export function ProxySignIn({ question }: { readonly question: ProxyQuestion }) {
  const { bridge, language } = useSurroundings();
  const {
    title,
    about,
    refused,
    user: userLabel,
    password: passwordLabel,
    signIn,
    later,
  } = language.words.connection.proxy;
  const { ask, problem } = useAsk();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const [titleId, aboutId] = [useId(), useId()];
  useEffect(() => first.current?.focus(), []);

  const answer = (named: { user: string; password: string } | null) => {
    setPassword('');
    void ask(() => bridge.request('proxy:signIn', named));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user !== '') answer({ user, password });
  };

  return (
    <div className={styles['question']} role="dialog" aria-labelledby={titleId} aria-describedby={aboutId}>
      <h2 id={titleId} className={styles['title']}>
        {title(question.proxy)}
      </h2>
      <p id={aboutId} className={styles['about']} data-refused={question.refused}>
        {question.refused ? refused : about}
      </p>
      <Failed text={problem} />
      <form className={styles['fields']} onSubmit={submit}>
        <label>
          {userLabel}
          <input
            ref={first}
            type="text"
            value={user}
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setUser(event.target.value)}
          />
        </label>
        <label>
          {passwordLabel}
          <input
            type="password"
            value={password}
            maxLength={1024}
            autoComplete="off"
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <div className={styles['buttons']}>
          <button type="submit" className={styles['submit']} disabled={user === ''}>
            {signIn}
          </button>
          <Button onClick={() => answer(null)}>{later}</Button>
        </div>
      </form>
    </div>
  );
}
