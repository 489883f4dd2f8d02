/** Does what is asked about one key one after the other, in the order in which it was asked; keys wait for no other. */
export function inOrder<Key>(): (key: Key, work: () => Promise<void>) => void {
  const last = new Map<Key, Promise<void>>();
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work).finally(() => {
      if (last.get(key) === mine) last.delete(key);
    });
    last.set(key, mine);
  };
}
