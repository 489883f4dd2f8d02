import { useEffect } from 'react';
import { ROOMS, type Room } from '../rooms.ts';

/** Ctrl or Cmd with 1, 2, 3, 4 opens a room, wherever the focus is. */
export function useRoomKeys(go: (room: Room) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey === event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
      const room = ROOMS[Number(event.key) - 1];
      if (room === undefined || event.defaultPrevented) return;
      event.preventDefault();
      go(room);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [go]);
}
