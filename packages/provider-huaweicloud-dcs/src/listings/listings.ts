import type { Listing } from '@waybill/core';
import { backupsListing } from './backups-listing.ts';
import { instancesListing } from './instances-listing.ts';

/** What a project can be asked for, by name. */
export const listings: Readonly<Record<string, Listing>> = { instances: instancesListing, backups: backupsListing };
