import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../infra/database';
import { TrainingStore } from './training.store';

/** Shows in /metrics how far the runs are that go on now, and how many ended how. */
export function meterTraining(registry: Registry, database: Database): void {
  const store = new TrainingStore(database);
  const progress = new Gauge({
    name: 'besedka_training_progress',
    help: 'How much of a training run that goes on is done, 0..1.',
    labelNames: ['kind', 'run'],
    registers: [],
    async collect() {
      this.reset();
      for (const { id, kind, progress: share } of await store.open()) this.set({ kind, run: id }, share);
    },
  });
  const runs = new Gauge({
    name: 'besedka_training_runs',
    help: 'Training runs that are kept, by kind and status.',
    labelNames: ['kind', 'status'],
    registers: [],
    async collect() {
      this.reset();
      for (const { kind, status, count } of await store.counts()) this.set({ kind, status }, count);
    },
  });
  registry.registerMetric(progress);
  registry.registerMetric(runs);
}
