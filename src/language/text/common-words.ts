/**
 * Words of one syllable, without accents, that the readers themselves look for: persons, numbers, units, times, and what joins the facts of a report. In alphabetical
 * order, from general knowledge; of the shipped crops none is written so.
 */
const readers = new Set(
  `ai anh ba bac ban bao bay bon cai can cap cau cay chap chau chi chieu chin cho chu chuc co con cu cuoi dam dau dem den doi duoc duoi
  em gam gan ganh gia gieng gio giua gui ha hai het ho hom hon kg khoang khong ki kia ky la lam lang linh lit mai mau may met minh moi
  mot mua mung muoi muot nam nay ngan ngay nghin nham no nua o ong phien phut qua ram ro ruoi sang sao sau sot ta tai tam tan tet thang
  thi thu thung thuoc tien toi tram tren trieu trua truoc tu tuan ty va vai van voi vu xe xuan yen`.split(/\s+/),
)

/** Other common words of one syllable, without accents: the letters of a word that nearly every text may have (cảm, hỏng, nhận, mở). Order and source as above. */
const common = new Set(
  `bi biet binh bong buoi buon ca cach cam cang canh cao chac chai cham chan chanh chao chay chia chiu choi chon chua chuan chung chuoi
  chuyen cong cua cuc cung cuu da dai dan dang danh dap dat day di dia dich dien dieu dinh dip doc don du dua dung duong e ech gac gap
  gau gay ghe ghi gi giao giong giu giup goc goi gon hang hanh hao hat hay he hen hiem hieu hinh hoa hoac hoc hong hop hu huong huou ke
  kem keo keu khac khach khau khe khi khien kho khoai khoe khu kien kieu kim kinh lai lan lanh lau lay len lo loai loi long luc luon
  luong luu ly ma mang me mo moc muc mui muon muop na nan nang nen neu nga ngai ngang nghi ngoai ngon ngong ngu ngua nguoi nha nhan
  nhat nhe nhieu nho nhu nhung noi nuoc nuoi oi on phai phan phat phep phi phong phu phuc phun phuong quan quay quen quyt ra rang rat
  re ren ri rieng roi rong rua rung sa sach sai sam say se sen sinh so som son song su sua suc sung suong tang tao tap tat tay te ten
  than thanh thao thap that thay the them theo thich thien thieu tho thoi thom thong thuc thue thuy tia tieu tim tin tinh to toan tom
  ton tot trai tran tranh tre treo tri trinh troi tron trong tru trung truong tuc tui tung tuoi tuong tuy vang vay ve ven vi viec vien
  viet vo von vong vua vui vung vuon xa xanh xau xem xin xoai xoan xong xu xuat xuong y yeu`.split(/\s+/),
)

/** Whether a word without accents is one the readers need (`toi`: tôi, tới, tối; `nam`: năm). */
export const isReadersWord = (word: string): boolean => readers.has(word)

/** Whether a word without accents is another common one. */
export const isCommonWord = (word: string): boolean => common.has(word)
