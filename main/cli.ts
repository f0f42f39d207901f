#!/usr/bin/env node
import { boundMemory } from './cli/bound-memory.ts'

boundMemory()
const { runProgram } = await import('./cli/program.ts')
process.exitCode = await runProgram(process.argv)
