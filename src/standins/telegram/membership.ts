import type { WireUser } from './wire';

/** What somebody is in a group. */
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

const rightNames = [
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_post_stories',
  'can_edit_stories',
  'can_delete_stories',
  'can_pin_messages',
  'can_manage_topics',
] as const;

/** A thing that an administrator may be allowed to do. */
export type AdminRight = (typeof rightNames)[number];

/** What an administrator may do; what is not said is not allowed. */
export type AdminRights = Readonly<Partial<Record<AdminRight, boolean>>>;

/** Somebody in a group, or somebody who was there. */
export interface Membership {
  readonly status: MemberStatus;
  readonly user: WireUser;
  /** Of administrators only. */
  readonly rights?: AdminRights;
}

/** All rights but that of making further administrators, as an owner gives them to a bot. */
export const usualRights: AdminRights = Object.fromEntries(
  rightNames.map((right) => [right, right !== 'can_promote_members']),
);

/** Whether somebody is in the group now. */
export const isIn = ({ status }: Membership): boolean => status !== 'left' && status !== 'kicked';

/** Whether somebody runs the group. */
export const isAdmin = ({ status }: Membership): boolean => status === 'creator' || status === 'administrator';

/** Whether somebody may do a thing in the group. */
export function mayDo({ status, rights }: Membership, right: AdminRight): boolean {
  return status === 'creator' || (status === 'administrator' && rights?.[right] === true);
}

/** A member as the Bot API writes one. */
export function wireMember({ status, user, rights }: Membership): Record<string, unknown> {
  if (status === 'creator') return { user, status, is_anonymous: false };
  if (status === 'kicked') return { user, status, until_date: 0 };
  if (status !== 'administrator') return { user, status };
  const said = Object.fromEntries(rightNames.map((right) => [right, rights?.[right] === true]));
  return { user, status, can_be_edited: false, is_anonymous: false, ...said };
}
