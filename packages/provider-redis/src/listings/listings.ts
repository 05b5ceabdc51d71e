import type { Listing } from '@waybill/core';
import { databasesListing } from './databases-listing.ts';

export const listings: Readonly<Record<string, Listing>> = { databases: databasesListing };
