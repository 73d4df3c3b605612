package tabular

// Line is one line of a file under the canonical names of D3.2, text as written: blank means that the file says nothing.
// The tags are what gocsv and Slot go by.
type Line struct {
	Name                  string `csv:"contact_name"`
	Email                 string `csv:"contact_email"`
	CPF                   string `csv:"contact_cpf"`
	CNPJ                  string `csv:"contact_cnpj"`
	Gender                string `csv:"contact_gender"`
	BirthDate             string `csv:"contact_birth_date"`
	ExternalID            string `csv:"contact_external_id"`
	Company               string `csv:"contact_company"`
	ZipCode               string `csv:"contact_zip_code"`
	Address               string `csv:"contact_address"`
	Number                string `csv:"contact_number"`
	Complement            string `csv:"contact_complement"`
	City                  string `csv:"contact_city"`
	State                 string `csv:"contact_state"`
	Country               string `csv:"contact_country"`
	Instagram             string `csv:"contact_instagram"`
	Facebook              string `csv:"contact_facebook"`
	Twitter               string `csv:"contact_twitter"`
	WhatsApp              string `csv:"contact_whatsapp"`
	Active                string `csv:"contact_active"`
	Corporate             string `csv:"contact_corporate"`
	Phone                 string `csv:"contact_phone"`
	Phone2                string `csv:"contact_phone_2"`
	Phone3                string `csv:"contact_phone_3"`
	Phone4                string `csv:"contact_phone_4"`
	Phone5                string `csv:"contact_phone_5"`
	Phone6                string `csv:"contact_phone_6"`
	Phone7                string `csv:"contact_phone_7"`
	Phone8                string `csv:"contact_phone_8"`
	Phone9                string `csv:"contact_phone_9"`
	Phone10               string `csv:"contact_phone_10"`
	CustomFields          string `csv:"contact_custom_fields"`
	Labels                string `csv:"contact_labels"`
	Notes                 string `csv:"contact_notes"`
	Portfolio             string `csv:"portfolio"`
	PortfolioType         string `csv:"portfolio_type"`
	PortfolioUserEmail    string `csv:"portfolio_user_email"`
	PortfolioServiceName  string `csv:"portfolio_service_name"`
	PortfolioReserveEmail string `csv:"portfolio_agent_reserve_email"`
}

// Slot is the place of a canonical column in l, nil for any other field.
func (l *Line) Slot(f Field) *string {
	switch f {
	case Name:
		return &l.Name
	case Email:
		return &l.Email
	case CPF:
		return &l.CPF
	case CNPJ:
		return &l.CNPJ
	case Gender:
		return &l.Gender
	case BirthDate:
		return &l.BirthDate
	case ExternalID:
		return &l.ExternalID
	case Company:
		return &l.Company
	case ZipCode:
		return &l.ZipCode
	case Address:
		return &l.Address
	case Number:
		return &l.Number
	case Complement:
		return &l.Complement
	case City:
		return &l.City
	case State:
		return &l.State
	case Country:
		return &l.Country
	case Instagram:
		return &l.Instagram
	case Facebook:
		return &l.Facebook
	case Twitter:
		return &l.Twitter
	case WhatsApp:
		return &l.WhatsApp
	case Active:
		return &l.Active
	case Corporate:
		return &l.Corporate
	case Phone:
		return &l.Phone
	case Phone2:
		return &l.Phone2
	case Phone3:
		return &l.Phone3
	case Phone4:
		return &l.Phone4
	case Phone5:
		return &l.Phone5
	case Phone6:
		return &l.Phone6
	case Phone7:
		return &l.Phone7
	case Phone8:
		return &l.Phone8
	case Phone9:
		return &l.Phone9
	case Phone10:
		return &l.Phone10
	case CustomFields:
		return &l.CustomFields
	case Labels:
		return &l.Labels
	case Notes:
		return &l.Notes
	case Portfolio:
		return &l.Portfolio
	case PortfolioType:
		return &l.PortfolioType
	case PortfolioUserEmail:
		return &l.PortfolioUserEmail
	case PortfolioServiceName:
		return &l.PortfolioServiceName
	case PortfolioReserveEmail:
		return &l.PortfolioReserveEmail
	}
	return nil
}

// Phones are the filled telephone columns, from contact_phone to contact_phone_10.
func (l *Line) Phones() []string {
	var phones []string
	for _, p := range []string{l.Phone, l.Phone2, l.Phone3, l.Phone4, l.Phone5, l.Phone6, l.Phone7, l.Phone8, l.Phone9, l.Phone10} {
		if p != "" {
			phones = append(phones, p)
		}
	}
	return phones
}
