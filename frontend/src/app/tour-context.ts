import { createContext, use } from 'react';

/** Begins the tour; screens inside the frame may offer it. */
export const TourContext = createContext<() => void>(() => undefined);
export const useStartTour = (): (() => void) => use(TourContext);
