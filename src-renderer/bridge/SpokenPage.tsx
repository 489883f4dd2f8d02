import type { ComponentProps } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Language } from '../../src-shared/words/language.ts';
import { Page } from './Page.tsx';

type Props = Omit<ComponentProps<typeof Page>, 'language'> & { readonly language: StoreApi<Language> };

/** A page that is drawn anew when its language changes. */
export function SpokenPage({ language, ...rest }: Props) {
  return <Page {...rest} language={useStore(language)} />;
}
