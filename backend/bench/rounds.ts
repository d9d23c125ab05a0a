/** How much is measured: 5 rounds, or fewer to try whether it works. `isCold`: nothing warms up by being used. */
export type Effort = { rounds: number; isCold?: boolean };

/**
 * Lets contenders take turns: one turn each to warm up, which does not count, unless they are cold, then round by round, each round begun
 * by another one. Resolves to what each turn gave, a value a round.
 */
export async function takeTurns<Name extends string, Result>(
	{ rounds, isCold = false }: Effort,
	contenders: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
	const names = Object.keys(contenders) as Name[];
	const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
	if (!isCold) for (const name of names) await contenders[name]();
	for (let round = 0; round < rounds; round++) {
		const first = round % names.length;
		for (const name of [...names.slice(first), ...names.slice(0, first)]) results[name].push(await contenders[name]());
	}
	return results;
}
