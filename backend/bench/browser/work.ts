import type { Page } from "puppeteer-core";

/** CPU time of the page's main thread while `act` goes on, ms: a busy machine makes it no longer than it is. */
export async function workOf(page: Page, act: () => Promise<unknown>): Promise<number> {
	const session = await page.createCDPSession();
	await session.send("Performance.enable", { timeDomain: "threadTicks" });
	const total = async () => {
		const { metrics } = await session.send("Performance.getMetrics");
		const task = metrics.find(({ name }) => name === "TaskDuration");
		if (!task) throw new Error("the browser does not tell its TaskDuration");
		return task.value * 1000;
	};
	const before = await total();
	await act();
	const work = (await total()) - before;
	await session.detach();
	return work;
}
