/** Who asks about a household's things: `neighbour` is of the same cooperative, `stranger` of another one. */
export const roles = [
  'guest',
  'household',
  'neighbour',
  'cooperative',
  'stranger',
  'otherCooperative',
  'officer',
] as const;

// Signing out comes last: it ends the sessions that the rows above use.
// 401 sign in first · 404 not to be seen · 403 to be seen, not to be done · `+` the household's row is in the list, `-` it is not.
export const matrix = `
route                                                        guest       household   neighbour   cooperative stranger    otherCoop   officer
POST   /sessions                                             401         401         401         401         401         401         401
GET    /profiles                                             200         200         200         200         200         200         200
GET    /products                                             200+        200+        200+        200+        200+        200+        200+
GET    /products/{id}                                        200         200         200         200         200         200         200
POST   /products                                             401         201         404         201         404         404         403
PATCH  /products/{id}                                        401         200         404         200         404         404         403
POST   /products/{id}/shop-links                             401         201         404         201         404         404         403
DELETE /products/{id}/shop-links/{linkId}                    401         204         404         204         404         404         403
POST   /sellers/{id}/shop-links                              401         201         404         201         404         404         403
DELETE /sellers/{id}/shop-links/{linkId}                     401         204         404         204         404         404         403
GET    /products/{id}/story                                  401         200         404         200         404         404         403
PATCH  /products/{id}/story                                  401         200         404         200         404         404         403
POST   /products/{id}/story/showing                          401         201         404         201         404         404         403
DELETE /products/{id}/story/showing                          401         204         404         204         404         404         403
POST   /products/{id}/story/consents                         401         201         404         201         404         404         403
POST   /products/{id}/story/consents/{consentId}/withdrawal  401         201         404         201         404         404         403
GET    /sellers/{id}/story                                   401         200         404         200         404         404         403
PATCH  /sellers/{id}/story                                   401         200         404         200         404         404         403
POST   /sellers/{id}/story/showing                           401         201         404         201         404         404         403
DELETE /sellers/{id}/story/showing                           401         204         404         204         404         404         403
POST   /sellers/{id}/story/consents                          401         201         404         201         404         404         403
POST   /sellers/{id}/story/consents/{consentId}/withdrawal   401         201         404         201         404         404         403
GET    /batches                                              401         200+        200-        200+        200-        200-        200+
POST   /batches                                              401         201         404         201         404         404         403
GET    /batches/{code}                                       401         200         404         200         404         404         200
POST   /batches/{code}/events                                401         201         404         201         404         404         403
POST   /batches/{code}/corrections                           401         201         404         201         404         404         403
POST   /batches/{code}/recall                                401         403         404         201         404         404         201
POST   /batches/{code}/recall/lifting                        401         403         404         201         404         404         201
POST   /batches/{code}/sale-permission                       401         403         404         201         404         404         201
GET    /batches/{code}/trace                                 401         200         404         200         404         404         200
GET    /batches/{code}/balance                               401         200         404         200         404         404         200
POST   /batches/{code}/balance/answers                       401         201         404         201         404         404         403
POST   /batches/{code}/write-offs                            401         201         404         201         404         404         403
GET    /label-templates                                      200         200         200         200         200         200         200
GET    /label-stocks                                         200         200         200         200         200         200         200
POST   /batches/{code}/label-runs                            401         201         404         201         404         404         403
GET    /label-runs/{id}                                      401         200         404         200         404         404         200
POST   /label-runs/{id}/voiding                              401         200         404         200         404         404         403
GET    /label-runs/{id}/sheet.pdf                            401         200         404         200         404         404         200
GET    /label-runs/{id}/sheet.html                           401         200         404         200         404         404         200
GET    /label-runs/{id}/labels.zip                           401         200         404         200         404         404         200
GET    /label-runs/{id}/labels.zpl                           401         200         404         200         404         404         200
GET    /label-runs/{id}/labels.tspl                          401         200         404         200         404         404         200
GET    /label-runs/{id}/labels.csv                           401         200         404         200         404         404         200
GET    /label-runs/{id}/labels.xlsx                          401         200         404         200         404         404         200
POST   /orders                                               201         201         201         201         201         201         201
GET    /orders                                               401         200+        200-        200+        200-        200-        200+
GET    /orders/{number}                                      404         200         404         200         404         404         200
POST   /orders/{number}/cancellation                         404         201         404         201         404         404         403
POST   /orders/{number}/payment                              401         201         404         201         404         404         403
POST   /orders/{number}/packing                              401         201         404         201         404         404         403
POST   /orders/{number}/shipment                             401         201         404         201         404         404         403
POST   /orders/{number}/delivery                             401         201         404         201         404         404         403
POST   /orders/{number}/return                               401         201         404         201         404         404         403
POST   /orders/{number}/refund                               401         201         404         201         404         404         403
GET    /bank-connections                                     401         200+        200-        200+        200-        200-        200+
POST   /bank-connections                                     401         201         201         201         201         201         403
GET    /transfers                                            401         200+        200-        200+        200-        200-        200+
POST   /transfers/{id}/match                                 401         201         404         201         404         404         403
POST   /stalls/{id}/sales                                    401         201         404         201         404         404         403
GET    /stalls/{id}/sales/{saleId}                           401         200         404         200         404         404         200
GET    /stall-verdicts                                       401         200         200         200         200         200         403
GET    /notebook                                             401         200         200         200         200         200         403
POST   /notebook/codes                                       401         201         201         201         201         201         403
POST   /notebook/pin                                         401         204         204         204         204         204         403
POST   /notebook/batches                                     401         201         404         409         404         404         403
POST   /notebook/steps                                       401         201         404         201         404         404         403
GET    /imports/{id}                                         401         403         403         200         403         404         403
POST   /imports/{id}/run                                     401         403         403         201         403         404         403
POST   /imports/{id}/undo                                    401         403         403         201         403         404         403
POST   /complaints                                           201         201         201         201         201         201         201
GET    /complaints/{code}                                    200         200         200         200         200         200         200
GET    /voice-hints                                          401         403         403         403         403         403         200
GET    /desk                                                 401         200         200         200         200         200         200
GET    /indicators                                           401         403         403         403         403         403         200
GET    /indicators.xlsx                                      401         403         403         403         403         403         200
GET    /indicators.csv                                       401         403         403         403         403         403         200
GET    /indicators.docx                                      401         403         403         403         403         403         200
GET    /sellers/{id}/revenue-book                            401         200         404         200         404         404         200
GET    /sellers/{id}/revenue-book.xlsx                       401         200         404         200         404         404         200
GET    /sellers/{id}/revenue-book.csv                        401         200         404         200         404         404         200
DELETE /sessions/current                                     401         204         204         204         204         204         204
`;
