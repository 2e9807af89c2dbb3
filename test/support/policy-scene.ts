/** The policy's people, anew whenever `begin` is called, and what its tests ask about them. */
import type { Prisma, PrismaClient } from '../../src/db/generated/client.ts';
import type { TestMember } from './alliance.ts';
import { type PolicyWorld, policyCast } from './policy-world.ts';

type Cast = Awaited<ReturnType<typeof policyCast>>;
type Row = Partial<Prisma.CommitmentUncheckedCreateInput>;

// Bindings that a test file imports follow what is assigned here.
export let world: PolicyWorld;
export let ours: Cast['ours'];
export let ana: TestMember;
export let ben: TestMember;
export let dana: TestMember;
export let lea: TestMember;
export let lou: TestMember;
export let cora: TestMember;

/** Ten o'clock on Monday 5 January 2026; everybody has been told of. */
export async function begin(db: PrismaClient): Promise<void> {
  ({ world, ours, ana, ben, dana, lea, lou, cora } = await policyCast(db));
  for (const one of [ana, ben, dana, lea, lou, cora]) await world.tell(one);
}

/** A day of January 2026, at noon unless told. */
export const at = (day: string, time = '12:00') => new Date(`2026-01-${day}T${time}:00Z`);

/** Due on Monday the 12th: late on the 13th, asked about on the 15th, its leader on the 20th. */
export async function promised(
  owner = ana,
  forWhom: TestMember | null = ben,
  { text = 'flood map', ...more }: Row = {},
): Promise<string> {
  const id = await ours.commitment(owner, forWhom, text, { dueOn: '2026-01-12', ...more });
  await world.work(({ tell }) => tell({ kind: 'commitment', id }));
  return id;
}

/** The steps about which these members were written to, with the day of January on which each arrived. */
export async function steps(...members: TestMember[]): Promise<string[]> {
  const arrived = await Promise.all(members.map((member) => world.delivered(member)));
  return arrived
    .flat()
    .toSorted((a, b) => (a.deliveredAt?.getTime() ?? 0) - (b.deliveredAt?.getTime() ?? 0))
    .flatMap(({ kind, data, deliveredAt }) =>
      kind === 'commitments.nudge'
        ? [`${(data as { step: string }).step} ${deliveredAt?.toISOString().slice(8, 10)}`]
        : [],
    );
}

/** What somebody's newest item of a kind says; '' where there is none. */
export async function words(member: TestMember, kind?: string): Promise<string> {
  return (await world.read(member, kind))?.text ?? '';
}
