import { Random } from '../random.js';
import { drawFaults } from './draw-faults.js';
import { drawClients, drawSteps } from './draw-workload.js';
import type { Plan, PlanOptions } from './plan.js';

/** The same options give the same plan, to the last word. */
export function drawPlan(options: PlanOptions): Plan {
  const random = new Random(`seed ${options.seed}`);
  const clients = drawClients(random.fork('clients'), options);
  return {
    clients,
    steps: drawSteps(random.fork('steps'), { ...options, clients }),
    faults: drawFaults(random.fork('faults'), options),
  };
}
