/** As many calls at a time as the engine takes on one connection without queueing. */
const AT_A_TIME = 64

/** Does the work for every item, several at a time. @returns the answers in the order of the items */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  const left = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) answers[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, items.length) }, worker))
  return answers
}
