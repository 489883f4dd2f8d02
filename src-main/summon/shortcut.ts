/** Electron's `globalShortcut`, as far as it is used. */
export interface Shortcuts {
  register(accelerator: string, onPressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/** The one shortcut that works in every program. */
export interface Shortcut {
  /** Takes another accelerator in place of the one before; null: none. */
  use(accelerator: string | null): void;
  /** Another program holds it, or it is no accelerator. */
  readonly isRefused: boolean;
  close(): void;
}

export function createShortcut(shortcuts: Shortcuts, onPressed: () => void): Shortcut {
  let held: string | null = null;
  let refused = false;

  function letGo(): void {
    if (held !== null) shortcuts.unregister(held);
    held = null;
  }

  return {
    use(accelerator) {
      letGo();
      refused = accelerator !== null && !take(shortcuts, accelerator, onPressed);
      if (!refused) held = accelerator;
    },
    get isRefused() {
      return refused;
    },
    close: letGo,
  };
}

/** Electron throws on text that is no accelerator. */
function take(shortcuts: Shortcuts, accelerator: string, onPressed: () => void): boolean {
  try {
    return shortcuts.register(accelerator, onPressed);
  } catch {
    return false;
  }
}
