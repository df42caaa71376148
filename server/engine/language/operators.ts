/**
 * Every operator the engine knows, with what it does or how far it goes: those that the application and MongoDB's CRUD
 * specification ask for. Anything else is refused by name. The refusals, the documentation and the coverage test all read
 * this table; commands are in ../commands/commands-table.ts.
 */
export const operators = {
  query: {
    $eq: 'equal, or an array element equal; null also matches a missing field',
    $ne: 'not $eq',
    $gt: 'greater, within one type',
    $gte: 'greater or equal, within one type',
    $lt: 'less, within one type',
    $lte: 'less or equal, within one type',
    $in: 'equal to one of the values or matched by one of the regular expressions',
    $nin: 'not $in',
    $and: 'every query',
    $or: 'at least one query',
    $nor: 'none of the queries',
    $exists: 'the field is there, also when it is null',
    $type: 'of one of the types, by alias or number',
    $regex: 'text that holds the pattern: up to 1,000 characters, special ones behind a backslash, without options',
    $options: 'none',
    $all: 'all the values are in the array',
    $elemMatch: 'one array element fulfils all the conditions',
    $expr: 'an aggregation expression is true',
  },
  update: {
    $set: 'sets fields, making documents on the way',
    $setOnInsert: '$set when an upsert inserts',
    $unset: 'removes fields; array elements become null',
    $inc: 'adds a number that is no Decimal128',
    $max: 'sets when greater',
    $push: 'adds to an array, with $each and $slice',
    $addToSet: 'adds what is not there yet, with $each',
    $pull: 'removes elements that match',
  },
  stage: {
    $match: 'a query',
    $sort: 'by fields; $meta is refused',
    $skip: 'leaves out the first documents',
    $limit: 'lets through so many documents',
    $project: 'fields to keep, to leave out or to compute',
    $addFields: 'computes fields and keeps the others',
    $set: '$addFields',
    $unset: 'fields to leave out',
    $group: 'one document per value of _id, with accumulators',
    $replaceRoot: 'puts a document of the document in its place',
    $replaceWith: '$replaceRoot',
  },
  accumulator: {
    $sum: 'sum of the numbers',
    $max: 'greatest value but null',
  },
  expression: {
    $literal: 'a value as it stands',
    $let: 'variables for an expression',
    $add: 'sum of numbers; dates and Decimal128 are refused',
    $subtract: 'difference of numbers; dates and Decimal128 are refused',
    $sum: 'sum of numbers or of an array',
    $eq: 'same value',
    $and: 'all true',
    $not: 'not true',
    $in: 'whether an array has a value',
    $filter: 'elements that fulfil a condition',
    $map: 'an expression of every element',
    $mergeObjects: 'one document of all fields',
    $setField: 'the document with a field of any name set',
  },
} as const satisfies Record<string, Record<string, string>>;

/**
 * What was answered once, rightly, while nobody asked for it: it stands in the history, for whoever needs one again. The
 * coverage test asks for each of them and sees it refused by its name.
 */
export const refused = {
  query: '$not $size $mod $comment',
  update: '$mul $min $rename $currentDate $pop $pullAll',
  push: '$position $sort',
  stage: '$lookup $unwind $facet $count $sortByCount',
  accumulator: '$avg $min $first $last $push $addToSet $count $mergeObjects',
  projection: '$slice $elemMatch',
  expression:
    '$multiply $divide $mod $abs $ceil $floor $round $trunc $avg $min $max ' +
    '$ne $gt $gte $lt $lte $cmp $or $cond $ifNull $switch ' +
    '$concat $toLower $toUpper $substrCP $strLenCP $split $trim ' +
    '$size $isArray $arrayElemAt $first $last $concatArrays $slice $reduce $objectToArray $arrayToObject $getField ' +
    '$year $month $dayOfMonth $dayOfWeek $hour $minute $dateToString $dateTrunc $dateAdd $dateSubtract ' +
    '$type $toString $toDate $toInt $toLong $toDouble $toBool',
} as const;
