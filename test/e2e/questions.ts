import type { DrivenApp } from '../fixtures/app.ts';

/** Answers the system's questions with this button; null: leaves them open. @returns what was asked */
export async function answerQuestions(
  app: DrivenApp,
  button: number | null,
): Promise<() => Promise<string[]>> {
  await app.electron.evaluate(({ dialog }, given) => {
    const asked: string[] = [];
    const open: ((button: number) => void)[] = [];
    Object.assign(globalThis, { asked, open });
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push((args.at(-1) as Electron.MessageBoxOptions).message);
      const response = given ?? (await new Promise<number>((resolve) => open.push(resolve)));
      return { response, checkboxChecked: false };
    };
  }, button);
  return () => app.electron.evaluate(() => Reflect.get(globalThis, 'asked') as string[]);
}

/** Presses a button of the oldest question that was left open. */
export async function answerOpenQuestion(app: DrivenApp, button: number): Promise<void> {
  await app.electron.evaluate((_, chosen) => {
    const open = Reflect.get(globalThis, 'open') as unknown as ((button: number) => void)[];
    open.shift()?.(chosen);
  }, button);
}
