import { useQuery } from '@tanstack/react-query';
import { definitions } from '../../bridge/definitions';

// The keys begin with the entity, so that a change made elsewhere is seen; counts follow when the page is opened again.

export const fieldsKey = ['field', 'defined'];
export const labelsKey = ['label', 'defined'];

export const useFields = () => useQuery({ queryKey: fieldsKey, queryFn: definitions.fields, staleTime: 0 });
export const useLabels = () => useQuery({ queryKey: labelsKey, queryFn: definitions.labels, staleTime: 0 });
