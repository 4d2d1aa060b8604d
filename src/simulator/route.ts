import { routeTo } from './routing.ts'

/** `node --import ./src/simulator/route.ts ...`: a process that takes the simulator for Microsoft. Fails without the simulator's port. */
const port = Number(process.env['LACUNA_SIMULATOR_PORT'])
if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error('`LACUNA_SIMULATOR_PORT` must be the port of a running simulator')
routeTo(port)
