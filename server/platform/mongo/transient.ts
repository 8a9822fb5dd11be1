import { mongo } from 'mongoose';

/** The transaction was aborted whole (write conflict, election): it may run again from its start. */
export function isTransient(error: unknown): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel('TransientTransactionError');
}

/** A commit was sent and its answer lost: it may or may not have happened. */
export function isUnknownCommit(error: unknown): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
}
