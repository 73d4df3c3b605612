import { createContext, useContext } from 'react';

/** Shows another contact in place of the form, whose draft is kept. */
export const OpenContact = createContext<(id: string) => void>(() => {});
export const useOpenContact = () => useContext(OpenContact);
