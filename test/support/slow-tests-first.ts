import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Begins with the tests that take longest, those of whole commands and screens, so that no worker is left alone with one at
 * the end. Among themselves they go as Vitest has measured them, or by the size of their files where it never has.
 */
export class SlowTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSlow = ({ moduleId }: TestSpecification) => /\/test\/(e2e|electron)\//u.test(moduleId)
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}
