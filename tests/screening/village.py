"""A village: two families, a committee, a cooperative, and what is on record."""

PEOPLE = (
    "id,name,born,died,id_number,village",
    "A,安一,1980-01-01,,520601198001010013,V1",
    "B,白二,1982-01-01,,,V1",
    "C,陈三,1985-01-01,,,V1",
    "D,邓四,1979-01-01,,,V1",
    "E,冯五,1990-01-01,,,V1",
    "F,冯五,1970-01-01,,,V1",
    "G,高七,1955-01-01,,,V1",
    "H,韩八,1975-01-01,2020-05-05,,V1",
    "J,金九,2010-01-01,,,V1",
    "K,康十,1977-01-01,,,V2",
    "L,林默,1981-01-01,,,V1",
)
KIN = (
    "person,relation,relative,kind,from,to",
    "A,father,G,,,",
    "B,father,G,,,",
    "C,wife,D,,2005-01-01,",
    "E,father,C,,,",
)
POSTS = (
    "person,unit,title,role,from,to",
    "A,U1,委员,member,2026-01-20,",
    "D,U1,监委会主任,supervisor,2026-01-20,",
    "F,U3,理事长,head,2026-01-20,",
    "K,U9,选举委员会委员,member,2026-08,",
)
UNITS = (
    "id,name,kind,place",
    "U1,甲村村民委员会,village_committee,V1",
    "U3,甲村股份经济合作社,cooperative,V1",
    "U5,县民政局,public_body,",
    "U9,甲村村民选举委员会,other,V1",
)
PLACES = ("id,name,level,parent", "V1,甲村,village,", "V2,乙村,village,")
RECORDS = (
    "person,kind,date,until,authority,document,confidence",
    "B,conviction,2019-06-12,,县人民法院,刑初字第一号,1",
    "E,conviction,2018-06-12,,县人民法院,刑初字第二号,0.6",
    "C,discipline,2020-01-01,2021-01-01,县纪委,警告决定,1",
    "L,discipline,2020-01-01,,县纪委,开除党籍决定,1",
    "D,discipline,2020-01-01,,县纪委,建议开除党籍的报告,1",
)
DECLARED = ("person,scope,date", *(f"{person},all,2026-01-01" for person in "ABCDEFGHJKL"))
TABLES = {
    "people": PEOPLE,
    "kin": KIN,
    "posts": POSTS,
    "units": UNITS,
    "places": PLACES,
    "records": RECORDS,
    "declarations": DECLARED,
}
