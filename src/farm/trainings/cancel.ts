import { type Row, updateOne, type Write } from '../../store/writes.ts'

/** Cancels a planned training. The sweep then takes back its reminders and tells everyone who was invited or said yes, once each. */
export const cancelTraining = (training: Row<'trainings'>, now: number): Write[] => [
  updateOne('trainings', { id: training.id, status: 'planned' }, { status: 'cancelled', updatedAt: now }),
]
