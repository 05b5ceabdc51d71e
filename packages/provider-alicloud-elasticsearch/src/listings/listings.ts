import type { Listing } from '@waybill/core';
import { indicesListing } from './indices-listing.ts';

/** What a cluster can be asked for, by name. */
export const listings: Readonly<Record<string, Listing>> = { indices: indicesListing };
