import type { Listing } from '@waybill/core';
import { indicesListing } from './indices-listing.ts';

export const listings: Readonly<Record<string, Listing>> = { indices: indicesListing };
