import { APP_ORIGIN } from '../security/served-file.ts';

/** Who sent a request: Electron's `IpcMainInvokeEvent`, as far as it is looked at. */
export interface RequestSender {
  readonly sender: { readonly id: number; readonly mainFrame: unknown };
  /** Null once the frame has navigated away. */
  readonly senderFrame: { readonly origin: string } | null;
}

/** Whether it is the main frame of one of our windows, showing one of our pages. */
export function isOurPage(event: RequestSender, isOurs: (webContentsId: number) => boolean): boolean {
  const { sender, senderFrame } = event;
  return (
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    senderFrame.origin === APP_ORIGIN &&
    isOurs(sender.id)
  );
}
