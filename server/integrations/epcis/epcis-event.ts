/** So much of a class of goods. */
export interface QuantityElement {
  epcClass: string;
  quantity?: number;
  uom?: string;
}

export interface SensorReport {
  type: string;
  value?: number;
  stringValue?: string;
  uom?: string;
  exception?: 'ALARM_CONDITION';
  [own: string]: unknown;
}

export interface ErrorDeclaration {
  declarationTime: string;
  reason: 'did_not_occur' | 'incorrect_data';
  correctiveEventIDs?: string[];
}

/** An event of EPCIS 2.0 in its JSON form, as far as we write it. Names with `#` are our own. */
export interface EpcisEvent {
  type: 'ObjectEvent' | 'TransformationEvent';
  eventID: string;
  eventTime: string;
  eventTimeZoneOffset: '+07:00';
  recordTime: string;
  action?: 'ADD' | 'OBSERVE' | 'DELETE';
  bizStep: string;
  disposition?: string;
  persistentDisposition?: { set?: string[]; unset?: string[] };
  readPoint?: { id: string; [own: string]: unknown };
  bizLocation?: { id: string };
  quantityList?: QuantityElement[];
  inputQuantityList?: QuantityElement[];
  outputQuantityList?: QuantityElement[];
  transformationID?: string;
  bizTransactionList?: { type: 'testres' | 'cert' | 'po'; bizTransaction: string }[];
  sensorElementList?: { sensorReport: SensorReport[] }[];
  certificationInfo?: string[];
  ilmd?: Record<string, unknown>;
  errorDeclaration?: ErrorDeclaration;
  [own: string]: unknown;
}
