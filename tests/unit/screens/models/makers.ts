/** Rows of the models screen. */
import type { ConnectionView } from '../../../../src/domain/connection.ts';
import type { ModelView } from '../../../../src/domain/model.ts';
import { type ModelRow, rowId } from '../../../../src/screens/models/model-rows.ts';
import { aConnection, aModel } from '../sessions/makers.ts';

export const hall = aConnection({ id: 'hall', name: 'Hall' });
export const attic = aConnection({ id: 'attic', name: 'Attic' });

export function aRow(model: Partial<ModelView> = {}, connection: ConnectionView = hall): ModelRow {
  const made = aModel(model);
  return { id: rowId({ connectionId: connection.id, name: made.name }), connection, model: made };
}
