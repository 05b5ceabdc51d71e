export { collectionText } from '@waybill/core';
