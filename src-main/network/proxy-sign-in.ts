import type { ProxyQuestion } from '../../src-shared/ipc/home.ts';
import { proxyName } from './hops.ts';

/** Who asks, for a proxy that wants to know. */
export interface SignIn {
  readonly user: string;
  readonly password: string;
}

/** What is known of proxies' users, in memory only: gone with the app. */
export interface ProxySignIns {
  of(proxy: string): SignIn | null;
  /** The proxy wants a sign-in, or another one than it was given. */
  wanted(proxy: string): void;
  /** What the agent is to be asked now; null: nothing. */
  question(): ProxyQuestion | null;
  /** The agent's answer to the question; null: not now. The question comes again when the agent looks again. */
  answer(signIn: SignIn | null): void;
  /** The agent looks: what was put off is asked again. */
  looked(): void;
  /** @returns the unsubscribe */
  onChange(listener: () => void): () => void;
}

/** @param env `https_proxy` and its like may carry a user and a password, which the system's settings leave out */
export function createProxySignIns(env: Readonly<Record<string, string | undefined>>): ProxySignIns {
  const known = signInsIn(env);
  const listeners = new Set<() => void>();
  let question: ProxyQuestion | null = null;
  let declined: string | null = null;

  function ask(next: ProxyQuestion | null): void {
    question = next;
    for (const listener of listeners) listener();
  }

  return {
    of: (proxy) => known.get(proxy) ?? null,
    wanted(proxy) {
      const refused = known.delete(proxy);
      // Every try of the connection would ask again what the agent did not want to be asked.
      if (proxy === declined || question?.proxy === proxy) return;
      ask({ proxy, refused });
    },
    question: () => question,
    answer(signIn) {
      if (question === null) return;
      if (signIn === null) declined = question.proxy;
      else {
        known.set(question.proxy, signIn);
        declined = null;
      }
      ask(null);
    },
    looked() {
      const again = declined;
      declined = null;
      if (again !== null && question === null) ask({ proxy: again, refused: false });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The window that the questions are put in, as far as they go. */
export interface QuestionWindow {
  changed(): void;
  show(): void;
  /** Calls back when it is brought to the front. */
  onShow(listener: () => void): () => void;
}

/** Puts a proxy's questions before the agent; `answered`: it is worth trying again. @returns stops */
export function followQuestions(
  signIns: Pick<ProxySignIns, 'question' | 'onChange' | 'looked'>,
  window: QuestionWindow,
  answered: () => void,
): () => void {
  const stops = [
    signIns.onChange(() => {
      window.changed();
      if (signIns.question() === null) answered();
      else window.show();
    }),
    window.onShow(signIns.looked),
  ];
  return () => stops.forEach((stop) => stop());
}

const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];

function signInsIn(env: Readonly<Record<string, string | undefined>>): Map<string, SignIn> {
  const found = new Map<string, SignIn>();
  for (const name of VARIABLES) {
    const text = env[name] ?? '';
    const url = text.includes('://') ? text : `http://${text}`;
    if (!URL.canParse(url)) continue;
    const { protocol, hostname, port, username, password } = new URL(url);
    if (username === '') continue;
    const kind = protocol === 'https:' ? 'https' : protocol.startsWith('socks') ? 'socks5' : 'http';
    const standard = { http: 80, https: 443, socks5: 1080 }[kind];
    const host = hostname.replace(/^\[|\]$/g, '');
    const proxy = proxyName({ kind, host, port: port === '' ? standard : Number(port) });
    const signIn = { user: decoded(username), password: decoded(password) };
    if (!found.has(proxy)) found.set(proxy, signIn);
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
