/** Numbers as typed, checked by the domain's own schema. An empty field means: not sent. */
import { parameters } from '../../domain/parameters.ts';

export const numberFields = ['temperature', 'contextLength', 'maxTokens', 'slot'] as const;
export type NumberField = (typeof numberFields)[number];

export type ReadNumber = { readonly isValid: boolean; readonly value?: number };

/** Takes a decimal comma and spaces between thousands, as people write them. */
export function readNumber(field: NumberField, text: string): ReadNumber {
  const typed = text.trim().replace(/[\s_’']/g, '');
  if (typed === '') return { isValid: true };
  const value = Number(
    field === 'temperature' ? typed.replace(',', '.') : typed.replace(/[,.](?=\d{3}\b)/g, ''),
  );
  if (!parameters.safeParse({ [field]: value }).success) return { isValid: false };
  return { isValid: true, value };
}
