package tabular

// The canonical columns, in the order of D3.2, of the template and of every export.
const (
	Name                  Field = "contact_name"
	Email                 Field = "contact_email"
	CPF                   Field = "contact_cpf"
	CNPJ                  Field = "contact_cnpj"
	Gender                Field = "contact_gender"
	BirthDate             Field = "contact_birth_date"
	ExternalID            Field = "contact_external_id"
	Company               Field = "contact_company"
	ZipCode               Field = "contact_zip_code"
	Address               Field = "contact_address"
	Number                Field = "contact_number"
	Complement            Field = "contact_complement"
	City                  Field = "contact_city"
	State                 Field = "contact_state"
	Country               Field = "contact_country"
	Instagram             Field = "contact_instagram"
	Facebook              Field = "contact_facebook"
	Twitter               Field = "contact_twitter"
	WhatsApp              Field = "contact_whatsapp"
	Active                Field = "contact_active"
	Corporate             Field = "contact_corporate"
	Phone                 Field = "contact_phone"
	Phone2                Field = "contact_phone_2"
	Phone3                Field = "contact_phone_3"
	Phone4                Field = "contact_phone_4"
	Phone5                Field = "contact_phone_5"
	Phone6                Field = "contact_phone_6"
	Phone7                Field = "contact_phone_7"
	Phone8                Field = "contact_phone_8"
	Phone9                Field = "contact_phone_9"
	Phone10               Field = "contact_phone_10"
	CustomFields          Field = "contact_custom_fields"
	Labels                Field = "contact_labels"
	Notes                 Field = "contact_notes"
	Portfolio             Field = "portfolio"
	PortfolioType         Field = "portfolio_type"
	PortfolioUserEmail    Field = "portfolio_user_email"
	PortfolioServiceName  Field = "portfolio_service_name"
	PortfolioReserveEmail Field = "portfolio_agent_reserve_email"
)

// Fields lists the canonical columns in their order.
var Fields = []Field{
	Name,
	Email,
	CPF,
	CNPJ,
	Gender,
	BirthDate,
	ExternalID,
	Company,
	ZipCode,
	Address,
	Number,
	Complement,
	City,
	State,
	Country,
	Instagram,
	Facebook,
	Twitter,
	WhatsApp,
	Active,
	Corporate,
	Phone,
	Phone2,
	Phone3,
	Phone4,
	Phone5,
	Phone6,
	Phone7,
	Phone8,
	Phone9,
	Phone10,
	CustomFields,
	Labels,
	Notes,
	Portfolio,
	PortfolioType,
	PortfolioUserEmail,
	PortfolioServiceName,
	PortfolioReserveEmail,
}

// PhoneColumns are the telephone columns in their order.
var PhoneColumns = Fields[21:31]
