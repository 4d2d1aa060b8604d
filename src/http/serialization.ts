import compilerFactory from '@fastify/fast-json-stringify-compiler'

const factory = compilerFactory()
type Compiler = ReturnType<typeof factory>
type Serializer = ReturnType<Compiler>

/** What was compiled in this process, by the shapes it refers to and its own. */
const compiled = new Map<string, Map<string, Serializer>>()

/** Compiles each shape of a reply once, however many operations, or services of one process, answer with it. */
export function buildSerializer(shared: unknown, options?: Parameters<typeof factory>[1]): Compiler {
  const compile = factory(shared, options)
  const named = JSON.stringify([shared, options])
  const known = compiled.get(named) ?? new Map<string, Serializer>()
  compiled.set(named, known)
  return route => {
    const shape = JSON.stringify(route.schema)
    const serializer = known.get(shape) ?? compile(route)
    known.set(shape, serializer)
    return serializer
  }
}
