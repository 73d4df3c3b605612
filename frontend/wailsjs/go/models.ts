export namespace app {
	
	export class AppointmentInput {
	    id: string;
	    contact: string;
	    agent: string;
	    at: string;
	    status: string;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new AppointmentInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.contact = source["contact"];
	        this.agent = source["agent"];
	        this.at = source["at"];
	        this.status = source["status"];
	        this.text = source["text"];
	    }
	}
	export class AppointmentRow {
	    id: string;
	    at: string;
	    status: string;
	    text: string;
	    agent: string;
	    agentId: string;
	
	    static createFrom(source: any = {}) {
	        return new AppointmentRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.at = source["at"];
	        this.status = source["status"];
	        this.text = source["text"];
	        this.agent = source["agent"];
	        this.agentId = source["agentId"];
	    }
	}
	export class AuditCheck {
	    entries: number;
	    broken: number;
	
	    static createFrom(source: any = {}) {
	        return new AuditCheck(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.entries = source["entries"];
	        this.broken = source["broken"];
	    }
	}
	export class UserOption {
	    id: string;
	    name: string;
	    email: string;
	    active: boolean;
	
	    static createFrom(source: any = {}) {
	        return new UserOption(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.active = source["active"];
	    }
	}
	export class AuditChoices {
	    actions: string[];
	    users: UserOption[];
	
	    static createFrom(source: any = {}) {
	        return new AuditChoices(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.actions = source["actions"];
	        this.users = this.convertValues(source["users"], UserOption);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class AuditDetail {
	    name: string;
	    value: string;
	
	    static createFrom(source: any = {}) {
	        return new AuditDetail(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.value = source["value"];
	    }
	}
	export class AuditEntry {
	    seq: number;
	    at: string;
	    actor: string;
	    source: string;
	    action: string;
	    subjectId: string;
	    subjectKind: string;
	    subjectName: string;
	    details: AuditDetail[];
	    hash: string;
	
	    static createFrom(source: any = {}) {
	        return new AuditEntry(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.seq = source["seq"];
	        this.at = source["at"];
	        this.actor = source["actor"];
	        this.source = source["source"];
	        this.action = source["action"];
	        this.subjectId = source["subjectId"];
	        this.subjectKind = source["subjectKind"];
	        this.subjectName = source["subjectName"];
	        this.details = this.convertValues(source["details"], AuditDetail);
	        this.hash = source["hash"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class AuditPage {
	    entries: AuditEntry[];
	    total: number;
	    upTo: number;
	
	    static createFrom(source: any = {}) {
	        return new AuditPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.entries = this.convertValues(source["entries"], AuditEntry);
	        this.total = source["total"];
	        this.upTo = source["upTo"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class AuditQuery {
	    from: string;
	    to: string;
	    user: string;
	    action: string;
	    subject: string;
	
	    static createFrom(source: any = {}) {
	        return new AuditQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.from = source["from"];
	        this.to = source["to"];
	        this.user = source["user"];
	        this.action = source["action"];
	        this.subject = source["subject"];
	    }
	}
	export class AvatarImage {
	    id: string;
	    url: string;
	
	    static createFrom(source: any = {}) {
	        return new AvatarImage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.url = source["url"];
	    }
	}
	export class BegunImport {
	    path: string;
	    name: string;
	    at: string;
	    missing: boolean;
	    body: string;
	
	    static createFrom(source: any = {}) {
	        return new BegunImport(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.name = source["name"];
	        this.at = source["at"];
	        this.missing = source["missing"];
	        this.body = source["body"];
	    }
	}
	export class CellCorrection {
	    line: number;
	    index: number;
	    value: string;
	    was: string;
	    seen: string;
	
	    static createFrom(source: any = {}) {
	        return new CellCorrection(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.index = source["index"];
	        this.value = source["value"];
	        this.was = source["was"];
	        this.seen = source["seen"];
	    }
	}
	export class CellProblem {
	    index: number;
	    code: string;
	    message: string;
	    level: string;
	
	    static createFrom(source: any = {}) {
	        return new CellProblem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.index = source["index"];
	        this.code = source["code"];
	        this.message = source["message"];
	        this.level = source["level"];
	    }
	}
	export class Change {
	    at: string;
	    author: string;
	    field: string;
	    old: string;
	    new: string;
	    source: string;
	
	    static createFrom(source: any = {}) {
	        return new Change(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.at = source["at"];
	        this.author = source["author"];
	        this.field = source["field"];
	        this.old = source["old"];
	        this.new = source["new"];
	        this.source = source["source"];
	    }
	}
	export class ClosingInput {
	    tabulation: string;
	    handleSeconds: number;
	    closedAt: string;
	
	    static createFrom(source: any = {}) {
	        return new ClosingInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.tabulation = source["tabulation"];
	        this.handleSeconds = source["handleSeconds"];
	        this.closedAt = source["closedAt"];
	    }
	}
	export class ColumnMapping {
	    header: string;
	    index: number;
	    target: string;
	
	    static createFrom(source: any = {}) {
	        return new ColumnMapping(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.header = source["header"];
	        this.index = source["index"];
	        this.target = source["target"];
	    }
	}
	export class FormProblem {
	    part: string;
	    code: string;
	    message: string;
	
	    static createFrom(source: any = {}) {
	        return new FormProblem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.part = source["part"];
	        this.code = source["code"];
	        this.message = source["message"];
	    }
	}
	export class Portfolio {
	    type: number;
	    owner: string;
	    service: string;
	    reserve: string;
	
	    static createFrom(source: any = {}) {
	        return new Portfolio(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.type = source["type"];
	        this.owner = source["owner"];
	        this.service = source["service"];
	        this.reserve = source["reserve"];
	    }
	}
	export class Note {
	    id: string;
	    text: string;
	    author: string;
	    at: string;
	
	    static createFrom(source: any = {}) {
	        return new Note(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.text = source["text"];
	        this.author = source["author"];
	        this.at = source["at"];
	    }
	}
	export class CustomValue {
	    id: string;
	    name: string;
	    type: string;
	    value: string;
	
	    static createFrom(source: any = {}) {
	        return new CustomValue(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.type = source["type"];
	        this.value = source["value"];
	    }
	}
	export class Label {
	    id: string;
	    name: string;
	    color: string;
	    archived: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Label(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.color = source["color"];
	        this.archived = source["archived"];
	    }
	}
	export class ContactDetail {
	    id: string;
	    name: string;
	    email: string;
	    phone: string;
	    phoneCount: number;
	    cpf: string;
	    cnpj: string;
	    city: string;
	    state: string;
	    channel: string;
	    owner: string;
	    portfolioType: number;
	    labels: Label[];
	    active: boolean;
	    corporate: boolean;
	    createdAt: string;
	    lastInteractionAt: string;
	    picture: boolean;
	    pending: boolean;
	    phones: string[];
	    zipCode: string;
	    address: string;
	    number: string;
	    complement: string;
	    country: string;
	    instagram: string;
	    facebook: string;
	    twitter: string;
	    whatsapp: string;
	    gender: string;
	    birthDate: string;
	    externalId: string;
	    company: string;
	    customFields: CustomValue[];
	    notes: Note[];
	    changes: Change[];
	    portfolio?: Portfolio;
	    createdBy: string;
	    updatedAt: string;
	    interactions: number;
	    mergedInto: string;
	    anonymized: boolean;
	    flagged: FormProblem[];
	
	    static createFrom(source: any = {}) {
	        return new ContactDetail(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.phone = source["phone"];
	        this.phoneCount = source["phoneCount"];
	        this.cpf = source["cpf"];
	        this.cnpj = source["cnpj"];
	        this.city = source["city"];
	        this.state = source["state"];
	        this.channel = source["channel"];
	        this.owner = source["owner"];
	        this.portfolioType = source["portfolioType"];
	        this.labels = this.convertValues(source["labels"], Label);
	        this.active = source["active"];
	        this.corporate = source["corporate"];
	        this.createdAt = source["createdAt"];
	        this.lastInteractionAt = source["lastInteractionAt"];
	        this.picture = source["picture"];
	        this.pending = source["pending"];
	        this.phones = source["phones"];
	        this.zipCode = source["zipCode"];
	        this.address = source["address"];
	        this.number = source["number"];
	        this.complement = source["complement"];
	        this.country = source["country"];
	        this.instagram = source["instagram"];
	        this.facebook = source["facebook"];
	        this.twitter = source["twitter"];
	        this.whatsapp = source["whatsapp"];
	        this.gender = source["gender"];
	        this.birthDate = source["birthDate"];
	        this.externalId = source["externalId"];
	        this.company = source["company"];
	        this.customFields = this.convertValues(source["customFields"], CustomValue);
	        this.notes = this.convertValues(source["notes"], Note);
	        this.changes = this.convertValues(source["changes"], Change);
	        this.portfolio = this.convertValues(source["portfolio"], Portfolio);
	        this.createdBy = source["createdBy"];
	        this.updatedAt = source["updatedAt"];
	        this.interactions = source["interactions"];
	        this.mergedInto = source["mergedInto"];
	        this.anonymized = source["anonymized"];
	        this.flagged = this.convertValues(source["flagged"], FormProblem);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ContactRow {
	    id: string;
	    name: string;
	    email: string;
	    phone: string;
	    phoneCount: number;
	    cpf: string;
	    cnpj: string;
	    city: string;
	    state: string;
	    channel: string;
	    owner: string;
	    portfolioType: number;
	    labels: Label[];
	    active: boolean;
	    corporate: boolean;
	    createdAt: string;
	    lastInteractionAt: string;
	    picture: boolean;
	    pending: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ContactRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.phone = source["phone"];
	        this.phoneCount = source["phoneCount"];
	        this.cpf = source["cpf"];
	        this.cnpj = source["cnpj"];
	        this.city = source["city"];
	        this.state = source["state"];
	        this.channel = source["channel"];
	        this.owner = source["owner"];
	        this.portfolioType = source["portfolioType"];
	        this.labels = this.convertValues(source["labels"], Label);
	        this.active = source["active"];
	        this.corporate = source["corporate"];
	        this.createdAt = source["createdAt"];
	        this.lastInteractionAt = source["lastInteractionAt"];
	        this.picture = source["picture"];
	        this.pending = source["pending"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ContactPage {
	    rows: ContactRow[];
	    offset: number;
	    total: number;
	    exact: boolean;
	    version: string;
	
	    static createFrom(source: any = {}) {
	        return new ContactPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.rows = this.convertValues(source["rows"], ContactRow);
	        this.offset = source["offset"];
	        this.total = source["total"];
	        this.exact = source["exact"];
	        this.version = source["version"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class MergedRow {
	    id: string;
	    name: string;
	    at: string;
	    gave: string[];
	    interactions: number;
	    notes: number;
	
	    static createFrom(source: any = {}) {
	        return new MergedRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.at = source["at"];
	        this.gave = source["gave"];
	        this.interactions = source["interactions"];
	        this.notes = source["notes"];
	    }
	}
	export class SurveyRow {
	    sentAt: string;
	    answeredAt: string;
	    score: number;
	    comment: string;
	
	    static createFrom(source: any = {}) {
	        return new SurveyRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.sentAt = source["sentAt"];
	        this.answeredAt = source["answeredAt"];
	        this.score = source["score"];
	        this.comment = source["comment"];
	    }
	}
	export class InteractionRow {
	    id: string;
	    protocol: string;
	    channel: string;
	    outbound: boolean;
	    open: boolean;
	    service: string;
	    serviceId: string;
	    agent: string;
	    tabulation: string;
	    openedAt: string;
	    answeredAt: string;
	    closedAt: string;
	    handleSeconds: number;
	    contents: number;
	    survey?: SurveyRow;
	
	    static createFrom(source: any = {}) {
	        return new InteractionRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.protocol = source["protocol"];
	        this.channel = source["channel"];
	        this.outbound = source["outbound"];
	        this.open = source["open"];
	        this.service = source["service"];
	        this.serviceId = source["serviceId"];
	        this.agent = source["agent"];
	        this.tabulation = source["tabulation"];
	        this.openedAt = source["openedAt"];
	        this.answeredAt = source["answeredAt"];
	        this.closedAt = source["closedAt"];
	        this.handleSeconds = source["handleSeconds"];
	        this.contents = source["contents"];
	        this.survey = this.convertValues(source["survey"], SurveyRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ContactProfile {
	    appointments: AppointmentRow[];
	    surveys: InteractionRow[];
	    merged: MergedRow[];
	    open: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ContactProfile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.appointments = this.convertValues(source["appointments"], AppointmentRow);
	        this.surveys = this.convertValues(source["surveys"], InteractionRow);
	        this.merged = this.convertValues(source["merged"], MergedRow);
	        this.open = source["open"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class FieldFilter {
	    field: string;
	    value: string;
	
	    static createFrom(source: any = {}) {
	        return new FieldFilter(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.field = source["field"];
	        this.value = source["value"];
	    }
	}
	export class ContactQuery {
	    search: string;
	    status: string;
	    owner: string;
	    owners: string[];
	    portfolioTypes: number[];
	    labels: string[];
	    fields: FieldFilter[];
	    createdFrom: string;
	    createdTo: string;
	    channel: string;
	    sort: string;
	    desc: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ContactQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.search = source["search"];
	        this.status = source["status"];
	        this.owner = source["owner"];
	        this.owners = source["owners"];
	        this.portfolioTypes = source["portfolioTypes"];
	        this.labels = source["labels"];
	        this.fields = this.convertValues(source["fields"], FieldFilter);
	        this.createdFrom = source["createdFrom"];
	        this.createdTo = source["createdTo"];
	        this.channel = source["channel"];
	        this.sort = source["sort"];
	        this.desc = source["desc"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class ContentRow {
	    id: string;
	    kind: string;
	    at: string;
	    outbound: boolean;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new ContentRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.kind = source["kind"];
	        this.at = source["at"];
	        this.outbound = source["outbound"];
	        this.text = source["text"];
	    }
	}
	
	export class DesktopState {
	    native: boolean;
	    notifications: boolean;
	    startAtLogin: boolean;
	    canStartAtLogin: boolean;
	
	    static createFrom(source: any = {}) {
	        return new DesktopState(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.native = source["native"];
	        this.notifications = source["notifications"];
	        this.startAtLogin = source["startAtLogin"];
	        this.canStartAtLogin = source["canStartAtLogin"];
	    }
	}
	export class Field {
	    id: string;
	    name: string;
	    type: string;
	    choices: string[];
	    archived: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Field(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.type = source["type"];
	        this.choices = source["choices"];
	        this.archived = source["archived"];
	    }
	}
	export class FieldChange {
	    name?: string;
	    choices?: string[];
	    archived?: boolean;
	
	    static createFrom(source: any = {}) {
	        return new FieldChange(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.choices = source["choices"];
	        this.archived = source["archived"];
	    }
	}
	
	export class FieldRow {
	    id: string;
	    name: string;
	    type: string;
	    choices: string[];
	    archived: boolean;
	    contacts: number;
	
	    static createFrom(source: any = {}) {
	        return new FieldRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.type = source["type"];
	        this.choices = source["choices"];
	        this.archived = source["archived"];
	        this.contacts = source["contacts"];
	    }
	}
	export class MendedCell {
	    line: number;
	    index: number;
	    fix: string;
	    before: string;
	    after: string;
	    applied: boolean;
	
	    static createFrom(source: any = {}) {
	        return new MendedCell(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.index = source["index"];
	        this.fix = source["fix"];
	        this.before = source["before"];
	        this.after = source["after"];
	        this.applied = source["applied"];
	    }
	}
	export class FixResult {
	    fix: string;
	    applied: number;
	    offered: number;
	    samples: MendedCell[];
	
	    static createFrom(source: any = {}) {
	        return new FixResult(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.fix = source["fix"];
	        this.applied = source["applied"];
	        this.offered = source["offered"];
	        this.samples = this.convertValues(source["samples"], MendedCell);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class FormField {
	    id: string;
	    name: string;
	    type: string;
	    choices: string[];
	
	    static createFrom(source: any = {}) {
	        return new FormField(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.type = source["type"];
	        this.choices = source["choices"];
	    }
	}
	export class FormContact {
	    id: string;
	    fields: Record<string, string>;
	    phones: string[];
	    custom: Record<string, string>;
	    labels: string[];
	    avatar: string;
	    avatarVersion: string;
	    updatedAt: string;
	    flagged: FormProblem[];
	    draft: string;
	    draftAt: string;
	    definitions: FormField[];
	
	    static createFrom(source: any = {}) {
	        return new FormContact(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.fields = source["fields"];
	        this.phones = source["phones"];
	        this.custom = source["custom"];
	        this.labels = source["labels"];
	        this.avatar = source["avatar"];
	        this.avatarVersion = source["avatarVersion"];
	        this.updatedAt = source["updatedAt"];
	        this.flagged = this.convertValues(source["flagged"], FormProblem);
	        this.draft = source["draft"];
	        this.draftAt = source["draftAt"];
	        this.definitions = this.convertValues(source["definitions"], FormField);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class FormHolder {
	    part: string;
	    id: string;
	    name: string;
	    active: boolean;
	
	    static createFrom(source: any = {}) {
	        return new FormHolder(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.part = source["part"];
	        this.id = source["id"];
	        this.name = source["name"];
	        this.active = source["active"];
	    }
	}
	export class FormInput {
	    fields: Record<string, string>;
	    phones: string[];
	    hasPhones: boolean;
	    custom: Record<string, string>;
	    newFields: FormField[];
	    labels: string[];
	    hasLabels: boolean;
	    notes: string[];
	    avatar: string;
	    hasAvatar: boolean;
	
	    static createFrom(source: any = {}) {
	        return new FormInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.fields = source["fields"];
	        this.phones = source["phones"];
	        this.hasPhones = source["hasPhones"];
	        this.custom = source["custom"];
	        this.newFields = this.convertValues(source["newFields"], FormField);
	        this.labels = source["labels"];
	        this.hasLabels = source["hasLabels"];
	        this.notes = source["notes"];
	        this.avatar = source["avatar"];
	        this.hasAvatar = source["hasAvatar"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class FormStale {
	    part: string;
	    theirs: string;
	
	    static createFrom(source: any = {}) {
	        return new FormStale(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.part = source["part"];
	        this.theirs = source["theirs"];
	    }
	}
	export class FormVerdict {
	    problems: FormProblem[];
	    holders: FormHolder[];
	    refuse: boolean;
	
	    static createFrom(source: any = {}) {
	        return new FormVerdict(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.problems = this.convertValues(source["problems"], FormProblem);
	        this.holders = this.convertValues(source["holders"], FormHolder);
	        this.refuse = source["refuse"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class FormSaved {
	    id: string;
	    verdict: FormVerdict;
	    stale: FormStale[];
	
	    static createFrom(source: any = {}) {
	        return new FormSaved(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.verdict = this.convertValues(source["verdict"], FormVerdict);
	        this.stale = this.convertValues(source["stale"], FormStale);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class FormSeen {
	    fields: Record<string, string>;
	    phones: string[];
	    custom: Record<string, string>;
	    labels: string[];
	    avatar: string;
	
	    static createFrom(source: any = {}) {
	        return new FormSeen(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.fields = source["fields"];
	        this.phones = source["phones"];
	        this.custom = source["custom"];
	        this.labels = source["labels"];
	        this.avatar = source["avatar"];
	    }
	}
	
	
	export class ImportColumn {
	    index: number;
	    header: string;
	    samples: string[];
	    target: string;
	    how: string;
	    made: number;
	
	    static createFrom(source: any = {}) {
	        return new ImportColumn(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.index = source["index"];
	        this.header = source["header"];
	        this.samples = source["samples"];
	        this.target = source["target"];
	        this.how = source["how"];
	        this.made = source["made"];
	    }
	}
	export class ImportedColumn {
	    header: string;
	    target: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportedColumn(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.header = source["header"];
	        this.target = source["target"];
	    }
	}
	export class SampleLine {
	    line: number;
	    cells: string[];
	    seen: string;
	    problems: CellProblem[];
	
	    static createFrom(source: any = {}) {
	        return new SampleLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.cells = source["cells"];
	        this.seen = source["seen"];
	        this.problems = this.convertValues(source["problems"], CellProblem);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Reason {
	    code: string;
	    message: string;
	    count: number;
	    sampleLine: number;
	
	    static createFrom(source: any = {}) {
	        return new Reason(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.message = source["message"];
	        this.count = source["count"];
	        this.sampleLine = source["sampleLine"];
	    }
	}
	export class JobResult {
	    lines: number;
	    created: number;
	    updated: number;
	    unchanged: number;
	    rejected: number;
	    removed: number;
	    restored: number;
	    possibleDuplicates: number;
	    fixedPhones: number;
	    written: number;
	    encoding: string;
	    delimiter: string;
	    reasons: Reason[];
	    samples: SampleLine[];
	    fixes: FixResult[];
	
	    static createFrom(source: any = {}) {
	        return new JobResult(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.lines = source["lines"];
	        this.created = source["created"];
	        this.updated = source["updated"];
	        this.unchanged = source["unchanged"];
	        this.rejected = source["rejected"];
	        this.removed = source["removed"];
	        this.restored = source["restored"];
	        this.possibleDuplicates = source["possibleDuplicates"];
	        this.fixedPhones = source["fixedPhones"];
	        this.written = source["written"];
	        this.encoding = source["encoding"];
	        this.delimiter = source["delimiter"];
	        this.reasons = this.convertValues(source["reasons"], Reason);
	        this.samples = this.convertValues(source["samples"], SampleLine);
	        this.fixes = this.convertValues(source["fixes"], FixResult);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Problem {
	    code: string;
	    message: string;
	    field: string;
	
	    static createFrom(source: any = {}) {
	        return new Problem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.message = source["message"];
	        this.field = source["field"];
	    }
	}
	export class Job {
	    id: string;
	    kind: string;
	    state: string;
	    colour: string;
	    title: string;
	    action: string;
	    owner: string;
	    mine: boolean;
	    done: number;
	    total: number;
	    rate: number;
	    secondsLeft: number;
	    startedAt: string;
	    endedAt: string;
	    resumed: number;
	    cancellable: boolean;
	    hasReport: boolean;
	    error?: Problem;
	    result?: JobResult;
	
	    static createFrom(source: any = {}) {
	        return new Job(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.kind = source["kind"];
	        this.state = source["state"];
	        this.colour = source["colour"];
	        this.title = source["title"];
	        this.action = source["action"];
	        this.owner = source["owner"];
	        this.mine = source["mine"];
	        this.done = source["done"];
	        this.total = source["total"];
	        this.rate = source["rate"];
	        this.secondsLeft = source["secondsLeft"];
	        this.startedAt = source["startedAt"];
	        this.endedAt = source["endedAt"];
	        this.resumed = source["resumed"];
	        this.cancellable = source["cancellable"];
	        this.hasReport = source["hasReport"];
	        this.error = this.convertValues(source["error"], Problem);
	        this.result = this.convertValues(source["result"], JobResult);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ImportEntry {
	    job: Job;
	    seconds: number;
	    mayUndo: boolean;
	    undoUntil: string;
	    undo?: Job;
	
	    static createFrom(source: any = {}) {
	        return new ImportEntry(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.job = this.convertValues(source["job"], Job);
	        this.seconds = source["seconds"];
	        this.mayUndo = source["mayUndo"];
	        this.undoUntil = source["undoUntil"];
	        this.undo = this.convertValues(source["undo"], Job);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ImportDetails {
	    entry: ImportEntry;
	    format: string;
	    sheet: string;
	    encoding: string;
	    delimiter: string;
	    fixes: string[];
	    columns: ImportedColumn[];
	    keeps: number;
	
	    static createFrom(source: any = {}) {
	        return new ImportDetails(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.entry = this.convertValues(source["entry"], ImportEntry);
	        this.format = source["format"];
	        this.sheet = source["sheet"];
	        this.encoding = source["encoding"];
	        this.delimiter = source["delimiter"];
	        this.fixes = source["fixes"];
	        this.columns = this.convertValues(source["columns"], ImportedColumn);
	        this.keeps = source["keeps"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class ImportLock {
	    locked: boolean;
	    jobId: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportLock(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.locked = source["locked"];
	        this.jobId = source["jobId"];
	    }
	}
	export class ImportPage {
	    imports: ImportEntry[];
	    next: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.imports = this.convertValues(source["imports"], ImportEntry);
	        this.next = source["next"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class PreviewRow {
	    line: number;
	    cells: string[];
	    seen: string;
	    problems: CellProblem[];
	    mended: MendedCell[];
	    outcome: string;
	
	    static createFrom(source: any = {}) {
	        return new PreviewRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.cells = source["cells"];
	        this.seen = source["seen"];
	        this.problems = this.convertValues(source["problems"], CellProblem);
	        this.mended = this.convertValues(source["mended"], MendedCell);
	        this.outcome = source["outcome"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class MadeColumns {
	    how: string;
	    from: number[];
	    separator: string;
	    parts: number;
	
	    static createFrom(source: any = {}) {
	        return new MadeColumns(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.how = source["how"];
	        this.from = source["from"];
	        this.separator = source["separator"];
	        this.parts = source["parts"];
	    }
	}
	export class TopLine {
	    line: number;
	    cells: string[];
	
	    static createFrom(source: any = {}) {
	        return new TopLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.cells = source["cells"];
	    }
	}
	export class ImportPreview {
	    name: string;
	    size: number;
	    format: string;
	    sheets: string[];
	    sheet: string;
	    encoding: string;
	    delimiter: string;
	    detectedDelimiter: string;
	    headerKey: string;
	    headerRow: number;
	    top: TopLine[];
	    columns: ImportColumn[];
	    derived: MadeColumns[];
	    fixes: string[];
	    allKnown: boolean;
	    rows: PreviewRow[];
	    keysOf: number;
	    totalLines: number;
	    duplicatesAllowed: boolean;
	    problem?: Problem;
	
	    static createFrom(source: any = {}) {
	        return new ImportPreview(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.size = source["size"];
	        this.format = source["format"];
	        this.sheets = source["sheets"];
	        this.sheet = source["sheet"];
	        this.encoding = source["encoding"];
	        this.delimiter = source["delimiter"];
	        this.detectedDelimiter = source["detectedDelimiter"];
	        this.headerKey = source["headerKey"];
	        this.headerRow = source["headerRow"];
	        this.top = this.convertValues(source["top"], TopLine);
	        this.columns = this.convertValues(source["columns"], ImportColumn);
	        this.derived = this.convertValues(source["derived"], MadeColumns);
	        this.fixes = source["fixes"];
	        this.allKnown = source["allKnown"];
	        this.rows = this.convertValues(source["rows"], PreviewRow);
	        this.keysOf = source["keysOf"];
	        this.totalLines = source["totalLines"];
	        this.duplicatesAllowed = source["duplicatesAllowed"];
	        this.problem = this.convertValues(source["problem"], Problem);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ImportQuery {
	    search: string;
	    owner: string;
	    colour: string;
	    from: string;
	    to: string;
	    undo: string;
	    after: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.search = source["search"];
	        this.owner = source["owner"];
	        this.colour = source["colour"];
	        this.from = source["from"];
	        this.to = source["to"];
	        this.undo = source["undo"];
	        this.after = source["after"];
	    }
	}
	export class LineLeftOut {
	    line: number;
	    seen: string;
	
	    static createFrom(source: any = {}) {
	        return new LineLeftOut(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.seen = source["seen"];
	    }
	}
	export class NewField {
	    name: string;
	    type: string;
	    choices: string[];
	
	    static createFrom(source: any = {}) {
	        return new NewField(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.type = source["type"];
	        this.choices = source["choices"];
	    }
	}
	export class ImportSource {
	    path: string;
	    headerRow: number;
	    sheet: string;
	    encoding: string;
	    delimiter: string;
	    mapping: ColumnMapping[];
	    derived: MadeColumns[];
	    fixes: string[];
	    newFields: NewField[];
	    corrections: CellCorrection[];
	    leftOut: LineLeftOut[];
	
	    static createFrom(source: any = {}) {
	        return new ImportSource(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.headerRow = source["headerRow"];
	        this.sheet = source["sheet"];
	        this.encoding = source["encoding"];
	        this.delimiter = source["delimiter"];
	        this.mapping = this.convertValues(source["mapping"], ColumnMapping);
	        this.derived = this.convertValues(source["derived"], MadeColumns);
	        this.fixes = source["fixes"];
	        this.newFields = this.convertValues(source["newFields"], NewField);
	        this.corrections = this.convertValues(source["corrections"], CellCorrection);
	        this.leftOut = this.convertValues(source["leftOut"], LineLeftOut);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class InteractionAdded {
	    id: string;
	    protocol: string;
	    channel: string;
	    outbound: boolean;
	    open: boolean;
	    service: string;
	    serviceId: string;
	    agent: string;
	    tabulation: string;
	    openedAt: string;
	    answeredAt: string;
	    closedAt: string;
	    handleSeconds: number;
	    contents: number;
	    survey?: SurveyRow;
	    contact: string;
	    contactName: string;
	    contactCreated: boolean;
	
	    static createFrom(source: any = {}) {
	        return new InteractionAdded(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.protocol = source["protocol"];
	        this.channel = source["channel"];
	        this.outbound = source["outbound"];
	        this.open = source["open"];
	        this.service = source["service"];
	        this.serviceId = source["serviceId"];
	        this.agent = source["agent"];
	        this.tabulation = source["tabulation"];
	        this.openedAt = source["openedAt"];
	        this.answeredAt = source["answeredAt"];
	        this.closedAt = source["closedAt"];
	        this.handleSeconds = source["handleSeconds"];
	        this.contents = source["contents"];
	        this.survey = this.convertValues(source["survey"], SurveyRow);
	        this.contact = source["contact"];
	        this.contactName = source["contactName"];
	        this.contactCreated = source["contactCreated"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class InteractionColumn {
	    header: string;
	    holds: string;
	    samples: string[];
	
	    static createFrom(source: any = {}) {
	        return new InteractionColumn(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.header = source["header"];
	        this.holds = source["holds"];
	        this.samples = source["samples"];
	    }
	}
	export class InteractionInput {
	    contact: string;
	    from: string;
	    name: string;
	    another: boolean;
	    channel: string;
	    outbound: boolean;
	    protocol: string;
	    service: string;
	    agent: string;
	    tabulation: string;
	    openedAt: string;
	    closedAt: string;
	    handleSeconds: number;
	    open: boolean;
	    subject: string;
	    caller: string;
	    message: string;
	
	    static createFrom(source: any = {}) {
	        return new InteractionInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.contact = source["contact"];
	        this.from = source["from"];
	        this.name = source["name"];
	        this.another = source["another"];
	        this.channel = source["channel"];
	        this.outbound = source["outbound"];
	        this.protocol = source["protocol"];
	        this.service = source["service"];
	        this.agent = source["agent"];
	        this.tabulation = source["tabulation"];
	        this.openedAt = source["openedAt"];
	        this.closedAt = source["closedAt"];
	        this.handleSeconds = source["handleSeconds"];
	        this.open = source["open"];
	        this.subject = source["subject"];
	        this.caller = source["caller"];
	        this.message = source["message"];
	    }
	}
	export class InteractionPreview {
	    name: string;
	    format: string;
	    encoding: string;
	    delimiter: string;
	    headerRow: number;
	    top: TopLine[];
	    columns: InteractionColumn[];
	    rows: PreviewRow[];
	    whole: boolean;
	    contacts: number;
	    problem?: Problem;
	
	    static createFrom(source: any = {}) {
	        return new InteractionPreview(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.format = source["format"];
	        this.encoding = source["encoding"];
	        this.delimiter = source["delimiter"];
	        this.headerRow = source["headerRow"];
	        this.top = this.convertValues(source["top"], TopLine);
	        this.columns = this.convertValues(source["columns"], InteractionColumn);
	        this.rows = this.convertValues(source["rows"], PreviewRow);
	        this.whole = source["whole"];
	        this.contacts = source["contacts"];
	        this.problem = this.convertValues(source["problem"], Problem);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class InteractionSource {
	    path: string;
	    delimiter: string;
	    headerRow: number;
	
	    static createFrom(source: any = {}) {
	        return new InteractionSource(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.delimiter = source["delimiter"];
	        this.headerRow = source["headerRow"];
	    }
	}
	
	
	export class Joining {
	    organization: string;
	    office: string;
	    state: string;
	    done: number;
	    total: number;
	    problem?: Problem;
	
	    static createFrom(source: any = {}) {
	        return new Joining(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.organization = source["organization"];
	        this.office = source["office"];
	        this.state = source["state"];
	        this.done = source["done"];
	        this.total = source["total"];
	        this.problem = this.convertValues(source["problem"], Problem);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class LabelChange {
	    name?: string;
	    color?: string;
	    archived?: boolean;
	
	    static createFrom(source: any = {}) {
	        return new LabelChange(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.color = source["color"];
	        this.archived = source["archived"];
	    }
	}
	export class LabelRow {
	    id: string;
	    name: string;
	    color: string;
	    archived: boolean;
	    contacts: number;
	
	    static createFrom(source: any = {}) {
	        return new LabelRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.color = source["color"];
	        this.archived = source["archived"];
	        this.contacts = source["contacts"];
	    }
	}
	
	
	export class ManagedUser {
	    id: string;
	    name: string;
	    email: string;
	    profile: string;
	    active: boolean;
	    presence: string;
	    presenceReason: string;
	    externalNumber: string;
	    limit: number;
	    open: number;
	    lockedUntil: string;
	    createdAt: string;
	
	    static createFrom(source: any = {}) {
	        return new ManagedUser(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.profile = source["profile"];
	        this.active = source["active"];
	        this.presence = source["presence"];
	        this.presenceReason = source["presenceReason"];
	        this.externalNumber = source["externalNumber"];
	        this.limit = source["limit"];
	        this.open = source["open"];
	        this.lockedUntil = source["lockedUntil"];
	        this.createdAt = source["createdAt"];
	    }
	}
	
	
	
	
	export class Notice {
	    id: string;
	    jobId: string;
	    kind: string;
	    event: string;
	    at: string;
	    read: boolean;
	    job: Job;
	
	    static createFrom(source: any = {}) {
	        return new Notice(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.jobId = source["jobId"];
	        this.kind = source["kind"];
	        this.event = source["event"];
	        this.at = source["at"];
	        this.read = source["read"];
	        this.job = this.convertValues(source["job"], Job);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class NoticeWish {
	    jobId: string;
	    action: string;
	
	    static createFrom(source: any = {}) {
	        return new NoticeWish(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.jobId = source["jobId"];
	        this.action = source["action"];
	    }
	}
	export class PermissionState {
	    profile: string;
	    allowed: boolean;
	    default: boolean;
	    fixed: boolean;
	
	    static createFrom(source: any = {}) {
	        return new PermissionState(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.profile = source["profile"];
	        this.allowed = source["allowed"];
	        this.default = source["default"];
	        this.fixed = source["fixed"];
	    }
	}
	export class PermissionRow {
	    permission: string;
	    profiles: PermissionState[];
	
	    static createFrom(source: any = {}) {
	        return new PermissionRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.permission = source["permission"];
	        this.profiles = this.convertValues(source["profiles"], PermissionState);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	
	
	
	export class ReportLine {
	    line: number;
	    reason: string;
	    code: string;
	    cells: string[];
	
	    static createFrom(source: any = {}) {
	        return new ReportLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.reason = source["reason"];
	        this.code = source["code"];
	        this.cells = source["cells"];
	    }
	}
	
	export class Segment {
	    id: string;
	    name: string;
	    query: ContactQuery;
	    author: string;
	    changedAt: string;
	
	    static createFrom(source: any = {}) {
	        return new Segment(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.query = this.convertValues(source["query"], ContactQuery);
	        this.author = source["author"];
	        this.changedAt = source["changedAt"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Selection {
	    kind: string;
	    ids: string[];
	    query: ContactQuery;
	    except: string[];
	
	    static createFrom(source: any = {}) {
	        return new Selection(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.ids = source["ids"];
	        this.query = this.convertValues(source["query"], ContactQuery);
	        this.except = source["except"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Service {
	    id: string;
	    name: string;
	
	    static createFrom(source: any = {}) {
	        return new Service(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	    }
	}
	export class ServiceRow {
	    id: string;
	    name: string;
	    mailbox: string;
	    validated: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ServiceRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.mailbox = source["mailbox"];
	        this.validated = source["validated"];
	    }
	}
	export class SessionIdle {
	    secondsLeft: number;
	    limitSeconds: number;
	
	    static createFrom(source: any = {}) {
	        return new SessionIdle(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.secondsLeft = source["secondsLeft"];
	        this.limitSeconds = source["limitSeconds"];
	    }
	}
	export class User {
	    id: string;
	    name: string;
	    email: string;
	    profile: string;
	
	    static createFrom(source: any = {}) {
	        return new User(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.profile = source["profile"];
	    }
	}
	export class SessionInfo {
	    initialised: boolean;
	    signedIn: boolean;
	    user?: User;
	    permissions: string[];
	    organization: string;
	    language: string;
	    version: string;
	    desktop: boolean;
	    platform: string;
	    demo: boolean;
	    joining?: Joining;
	
	    static createFrom(source: any = {}) {
	        return new SessionInfo(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.initialised = source["initialised"];
	        this.signedIn = source["signedIn"];
	        this.user = this.convertValues(source["user"], User);
	        this.permissions = source["permissions"];
	        this.organization = source["organization"];
	        this.language = source["language"];
	        this.version = source["version"];
	        this.desktop = source["desktop"];
	        this.platform = source["platform"];
	        this.demo = source["demo"];
	        this.joining = this.convertValues(source["joining"], Joining);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class SyncInfo {
	    state: string;
	    server: string;
	    organization: string;
	    office: string;
	    pending: number;
	    refused: number;
	    conflicts: number;
	    lastSyncAt: string;
	    nextTryAt: string;
	    problem?: Problem;
	    phase: string;
	    done: number;
	    total: number;
	    keyInFile: boolean;
	    fingerprint: string;
	
	    static createFrom(source: any = {}) {
	        return new SyncInfo(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.state = source["state"];
	        this.server = source["server"];
	        this.organization = source["organization"];
	        this.office = source["office"];
	        this.pending = source["pending"];
	        this.refused = source["refused"];
	        this.conflicts = source["conflicts"];
	        this.lastSyncAt = source["lastSyncAt"];
	        this.nextTryAt = source["nextTryAt"];
	        this.problem = this.convertValues(source["problem"], Problem);
	        this.phase = source["phase"];
	        this.done = source["done"];
	        this.total = source["total"];
	        this.keyInFile = source["keyInFile"];
	        this.fingerprint = source["fingerprint"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class StatusInfo {
	    sync: SyncInfo;
	    runningJob?: Job;
	    contacts: number;
	    indexing: boolean;
	
	    static createFrom(source: any = {}) {
	        return new StatusInfo(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.sync = this.convertValues(source["sync"], SyncInfo);
	        this.runningJob = this.convertValues(source["runningJob"], Job);
	        this.contacts = source["contacts"];
	        this.indexing = source["indexing"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class SyncConflict {
	    id: string;
	    kind: string;
	    contact: string;
	    name: string;
	    field: string;
	    custom: boolean;
	    about: string;
	    due: string;
	    value: string;
	    valueBy: string;
	    valueAt: string;
	    winner: string;
	    winnerBy: string;
	    winnerAt: string;
	    other: string;
	    otherName: string;
	    mine: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SyncConflict(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.kind = source["kind"];
	        this.contact = source["contact"];
	        this.name = source["name"];
	        this.field = source["field"];
	        this.custom = source["custom"];
	        this.about = source["about"];
	        this.due = source["due"];
	        this.value = source["value"];
	        this.valueBy = source["valueBy"];
	        this.valueAt = source["valueAt"];
	        this.winner = source["winner"];
	        this.winnerBy = source["winnerBy"];
	        this.winnerAt = source["winnerAt"];
	        this.other = source["other"];
	        this.otherName = source["otherName"];
	        this.mine = source["mine"];
	    }
	}
	export class SyncDevice {
	    id: string;
	    office: string;
	    enrolledAt: string;
	    lastSeenAt: string;
	    behind: number;
	    erasureOwed: boolean;
	    revoked: boolean;
	    self: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SyncDevice(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.office = source["office"];
	        this.enrolledAt = source["enrolledAt"];
	        this.lastSeenAt = source["lastSeenAt"];
	        this.behind = source["behind"];
	        this.erasureOwed = source["erasureOwed"];
	        this.revoked = source["revoked"];
	        this.self = source["self"];
	    }
	}
	
	export class SyncPending {
	    counter: number;
	    kind: string;
	    contact: string;
	    name: string;
	    at: string;
	    author: string;
	    why: string;
	    code: string;
	    other: string;
	    size: number;
	    cancellable: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SyncPending(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.counter = source["counter"];
	        this.kind = source["kind"];
	        this.contact = source["contact"];
	        this.name = source["name"];
	        this.at = source["at"];
	        this.author = source["author"];
	        this.why = source["why"];
	        this.code = source["code"];
	        this.other = source["other"];
	        this.size = source["size"];
	        this.cancellable = source["cancellable"];
	    }
	}
	export class Tabulation {
	    id: string;
	    name: string;
	    service: string;
	    archived: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Tabulation(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.service = source["service"];
	        this.archived = source["archived"];
	    }
	}
	export class TimelineFilter {
	    channels: string[];
	    status: string;
	    agent: string;
	    service: string;
	
	    static createFrom(source: any = {}) {
	        return new TimelineFilter(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.channels = source["channels"];
	        this.status = source["status"];
	        this.agent = source["agent"];
	        this.service = source["service"];
	    }
	}
	export class TimelinePage {
	    rows: InteractionRow[];
	    next: string;
	
	    static createFrom(source: any = {}) {
	        return new TimelinePage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.rows = this.convertValues(source["rows"], InteractionRow);
	        this.next = source["next"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class UndoKept {
	    id: string;
	    name: string;
	    code: string;
	    parts: string[];
	    by: string;
	    at: string;
	
	    static createFrom(source: any = {}) {
	        return new UndoKept(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.code = source["code"];
	        this.parts = source["parts"];
	        this.by = source["by"];
	        this.at = source["at"];
	    }
	}
	export class UndoPlan {
	    total: number;
	    removed: number;
	    restored: number;
	    kept: number;
	
	    static createFrom(source: any = {}) {
	        return new UndoPlan(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.removed = source["removed"];
	        this.restored = source["restored"];
	        this.kept = source["kept"];
	    }
	}
	
	export class UserForm {
	    id: string;
	    name: string;
	    email: string;
	    profile: string;
	    externalNumber: string;
	    limit: number;
	    password: string;
	
	    static createFrom(source: any = {}) {
	        return new UserForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.profile = source["profile"];
	        this.externalNumber = source["externalNumber"];
	        this.limit = source["limit"];
	        this.password = source["password"];
	    }
	}
	
	export class WaitingFile {
	    path: string;
	    name: string;
	
	    static createFrom(source: any = {}) {
	        return new WaitingFile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.name = source["name"];
	    }
	}
	export class WhomHolder {
	    id: string;
	    name: string;
	    email: string;
	    phone: string;
	    active: boolean;
	
	    static createFrom(source: any = {}) {
	        return new WhomHolder(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.phone = source["phone"];
	        this.active = source["active"];
	    }
	}
	export class Whom {
	    kind: string;
	    address: string;
	    holders: WhomHolder[];
	    another: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Whom(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.address = source["address"];
	        this.holders = this.convertValues(source["holders"], WhomHolder);
	        this.another = source["another"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}

}

