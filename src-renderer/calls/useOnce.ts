import { useEffect, useEffectEvent, useRef } from 'react';

/** Acts on each request once, after it is drawn; a room that is left and entered again does not act on it again. */
export function useOnce<T extends object>(request: T | null, act: (request: T) => void): void {
  const answered = useRef<T | null>(null);
  const answer = useEffectEvent(act);
  useEffect(() => {
    if (request === null || request === answered.current) return;
    answered.current = request;
    answer(request);
  }, [request]);
}
