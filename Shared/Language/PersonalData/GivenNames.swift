// Names that people in Indonesia are given, and family names: what tells "pak rahmat" from "pak rusak"
// where nobody writes large letters. Names that are words of every day stand apart.

enum GivenNames {
    /// Nothing but names. One that ``NameShapes`` takes for a name by its letters is not repeated here.
    static let words = MarkWords(
        """
        abay abbas abdi abduh abdul abdullah abdurrachman abdurrahman abidah abidin abizar abrar
        achmad adam adang adawiyah adelia adha adhi adhitya adi adib adinda aditya adji adnan
        afandi afdal affan afif afifah afni afrida afrizal agam agnes agung agus agustin agustina
        agustinus ahda ahmad ahmadi aini ainun ainur airin aisyah aisyiyah ajis akbar akhmad akhyar
        akil akmal alan alda aldi aldo alex alexander alfan alfi alfian alfiannor alfin alfina
        alfito ali alif alifah alimah aliya aliyah almira alpian alpin altaf alvin alwi alya amalia
        amanda amandus ambarwati ambo amelia ameliya aminah amini aminullah amir amran amri
        amrullah ana anang anangs anas anastasia andarias andaru andika andini andre andrean
        andreas andri andrian anetha angga anggara anggi anggita anggraeni anggraini anggun ani
        anik anisa anisah anissa anita anjani anjar anjung anna annas annisa ansari anshari anshor
        anto anton antoni antonia antonius anugrah anwar apriani aprilia apriliani arafah arafat
        arafiq arbain ardan ardi ardiah ardian arfan argo ari ariani arie arief ariel arif arifah
        arifin aris ariska arista arju arjuna arman arni aron arrasyid arsad arsyad arsyi artika
        aryadi aryani aryo asad asbi asdar asep ashari asiah asiani aslam aslan asmara asmaul
        asmawi asmira asmirah asmuni asna asnah asnan asniah aspiah asrani asri asrianti asrul asti
        astri astrid astuti astutik asyifa asyraf atik atika atiqah atmaja aulia aurel ayomi ayu
        ayub ayunda azahra azhar azhari azis aziz azizah azka azmi azzahra azzam bachtiar badali
        badaruddin badarudin badaruzzaman baderi badriah badriyah badrun badrus baen bagas bahran
        bahrani bahri bahrul bahrun bahtiar baihaki baihaqi bakri balqis bambang barkati barlian
        barus baseri basir basirun basith baskoro basrah basran basri bastian bastomi basuki basuni
        basyir batara batari bawi bayu bejo bella benediktus benny bernadus bernard betty birgita
        boas boby boiman bonar boy brian budhi budi budiarti budiarto budiasih budiharjo budiman
        bukhari burhan burhani burhanuddin busra bustami bustani butar butet caca caesar cahya
        cahyono cakra camelia caroline cecep cecilia chairul chandra chaniago charles chintya
        choirul choirunnisa christian christina christine chusnul cici cicilia cindy citro clarissa
        cokro cornelia dadan dadang dadi daeng dafa daffa dahlan dalimunthe damanhuri damanik
        damayanti damianus damsyik danang dandi dani dania daniel danil danny danu dardi darlan
        darma darmaji darmawan darmi darsih darsini darto darwati darwin darwis daud dauh daulay
        dayah dayat dea debora deddy dedeh deden dedi dedy defri delia delima della deni denis
        denny derry desi desti desvita desy dethan deva devi devina dewangga dewanti dewantoro dewi
        dhani dhea dhiya diah dian diana diansyah dicky didi didik didit dika dila diman dimas
        dimyati dina dinar dinda dino diraja dirga ditha ditya djamal djarot djatmiko djoko djuhri
        djumadi dodi dodik dodo dody dolly domi donald doni dony dorce doris dulhadi dullah dundu
        duraman dyah dzaki dzulfikar ebi ebit edi edison edo edward edwin edy efendi efendy effendy
        efi efrida ega egi eki eko elena eli eliana elias elin elina elis elisa elisabet elisabeth
        eliza elizabeth elly elma elmi elsa elva elvi elvina ely emi emil emilia emma emmy endah
        endang endar endri endro enggar eni ening enny enok entin eri erik erika erlangga erlin
        erlina erna erni ernita eros ersa ervina erwan erwin erwina eso esther esti estu eti etik
        etty eufrasia euis eva evan evelin evelyn evi evita ezra fabian fachri fadel fadhil
        fadhilah fadil fadilah fadillah fadli fahmi fahri fahrizal fahrul fahrurazi fahrurozi
        fahrurrazi faisal faishal faiz faizah faizal fajri falah fandi fanny faqih farah farhan
        farhana farid farida faris farisa farra fathan fathia fathul fathur fathurahman
        fathurrahman fathurrohman fatimah fatma fatoni fatur fauzan fauzi fauzia fawaz fazri febby
        febi febri febrian febriyanti felicia felix fenny fera ferdi ferdian ferdinand feri
        fernando ferry fida fidelis fiki fikri fina fiona firda firdaus firly firman fitra fitrah
        fitri fitria flora florensia frans fransisco fransiska fransiskus freddy frederik fredi
        fredy frengki friska fuad fulan furqan gabriel gabriela gaffar gajali galang galih gani
        ganjar gapuri garin gatot gatut gazali geri gerry ghani ghazali ghina gibran gilang gilbert
        ginanjar ginting giovani gita gito glen gloria godfried goreti gregorius gufran gufron
        gultom gunadi gunarto gunawan guntoro guntur gurning gusnadi gustina habib habibah habibi
        hadi hadijah hafid hafidah hafidz hafiz hafizah hafizhah hafsah haidar haikal hairil hairin
        hairul hairullah hairun hairunnisa hajrah hakimi halid halidah halijah halim halima halimah
        halimatus halwa hamberi hamdan hamdie hamid hamidah hamidi hamidun hamim hamka hamli hammad
        hamran hamsanah hamzah hanafi hanan hanapi handa handi handika handoko hani hanif hanifah
        hanna hanum hanung hapiz hapsari harahap hardi hardiyanti haris harjo harli harmain harni
        harris hartati hartatik hartoyo harun haryo hasan hasanah hasannah hasbi hasbullah hasibuan
        hasim hasmi hasna hasnah hasnan hasni hasrul hasyim hatijah hatta hayati hayatun hazmi
        helda helen helena helga helma helmi helni hendi hendra hendrawan hendri hendrik hendro
        hengki heni henny henri hepni heppy heri herman hermawan hermin herni herry herti heru
        herwin hery hesti hesty hidayah hidayat hidayati hidayatul hidayatullah hijrah hilda hilman
        hilmi hiltrudis hilwa hotma hotman huda hurek husain husaini husein huseini husin husna
        husnan husni husnul husnuzzaman hutabarat hutagalung hutapea hutasoit hwa ian ibad ibni
        ibnu ibrahim ibrohim icha ida idah idham idris ifan ihda ihsan ihwan ijah ijai ijul ika
        ilham ilman ilmiah ilyas imah imelda immanuel imran imron ina inah inayah indarti indarto
        indra indras indrayani indriani indriyani ines inge inggrid inul ipah ipan ipin ipul iqbal
        ira irawan irfan irfani irham irma irna irsan irsyad irvan irwan irwanda iryani isabella
        isah ishak iskak iskandar ismael ismail ismed ismi ismul isna isnadi isnaini isnani isran
        istiqomah isur itang ivan iwan iwin iyus izzah izzati jabar jabir jafar jahra jahrani
        jailani jainab jainal jaini jaja jajang jaka jaleha jali jaliah jamain jamal jamhari
        jamhuri jamiah jamiatul jamil jamilah jamin jamri janah janiah jannah janti januar jarkani
        jarkasi jarni jarwo jasmin jatmiko jauhari jayadi jayanti jayusman jefri jefry jenal jenny
        jeri jerry jessica jihan jimmi jimmy joan jodi joel johan johanes johar johari johny joko
        jonas jonathan joni jono jordan joseph josua jovita jubaidah jufri juhdi juhri jul julia
        julius jumadi jumahran jumairi jumhari jumiah jumiran jumrah jumran jumri jumrotin junaid
        junaidah juniar juniarti juniati junita jupri juraidah jurni jusuf juwariyah juwita
        kadarsih kaderi kadir kahar kaharuddin kalangi kalsum kaltsum kamal kamaliah kamaludin
        kamariah kamaruddin kamarudin kamarul kamaruzzaman kamilah kania karaeng kardi karel karim
        karimah karina karlina karmila karmin karmini karno karo karsih karsini kartijo kartika
        kartini karubaba karyadi karyati kasiani kasiati kasim kasiman kasmawati kasmiati kasminah
        kasmini kasmir kasmudin kaspiah kaspul kastini katarina kawilarang kayla kayum kennedi
        ketut kevin khadafi khadijah khafid khaidir khair khairi khairil khairin khairullah
        khairunisa khairunnisa khalid khanza khatijah khodijah khoir kholid kholis khotimah khusnul
        kifli kinanti kiptiah klau kleden kogoya koko kokom komalasari komang komar komaria
        komariah kornelius kosasih krisna krisnawati kristian kristiani kristin kristina kurdi
        kurnia kurniadi kurniasih kurniati kurniawan kurniawati kursani kursiah kusmiati kusnan
        kusno kustini kusuma kusumaningrum kusumaningtyas lado laila lailatul laili laksana laksmi
        lalita lamri lamsi lani laras larasati lasmini lastri latif latifah latipah latuconsina
        laurensius legiman legimin leiwakabessy lela leli lely lena leni leny leo leonard leonardo
        lesmana lestari lia lidia lidya lie liem lilik lilis lily lina linda lingga lisa lisda
        lisna lita livia liza lolita lorensius lubis lucia lucky lukas lukman lukmanul lulu luluk
        lumban lumbantoruan lumintang luna lusi lusia lutfi lutfia luthfi lyla mabrur mabruri
        machfud machmud madani madi madiah madian madyan magdalena mahasin mahbub mahdi mahendra
        mahesa mahfud mahfudz mahfuz mahlan mahli mahlil mahmud mahmudah mahrita mahrus mahyuni
        maimun maimunah maisarah maisaroh maisyarah maisyaroh makmun malihah malik mamahit maman
        mambang mambrasar manalu mandagi mansur mansyah mansyur manuhutu manullang manurung
        maradona marcel margareta margaretha marhamah marhan maria mariam marianti marini mario
        maris marisa mariyam marji markus marlan marli marni maroah marpaung marsel marsih marsiti
        marta martha martin martinus maruli marwah marwan maryam maryamah masayu masbah masdar
        mashuri masitah masitoh masjaya maskanah maskur maslan masna masnah masnun masran masri
        masripah masruri mastur mastura masturah mathius matius matnor matondang matsani maturidi
        maulana maulida maulidah maulidi maulidya mawaddah mawardi maya mayang mayasari megawati
        meilan melani meldawati meliana melinda melisa melita melki mellisa melly melva meri mery
        meta metty meutia mia michael mifta miftah miftahul mihing mikael mikha miko mila milla
        milna mimi mina minah minarni minarti minto mirah miranda mirja mirna mirwan mirza misbah
        misbahul misdi misja miskah miskun misna misnah misran mistar mochamad mochammad mohamad
        mohammad mohd monalisa monika muadz muamar muammar muawanah mubarok muchlis muchtar mudasir
        mudrikah mufid muflihah muhajir muhajirin muhamat muharam muharram muhibbin muhlas muhlis
        muhlisin muhni muhran muhsin mujahid mujib mujibur mukarram mukarramah mukarromah mukhlas
        mukhlis mukhlisin mukhsin mukhtar mukiah mukidi muksin mukti mulyana mulyanti mulyasari
        mulyo munandar munasir munawar munawarah munawaroh munawir munawwarah mundari munir munthe
        murad murdi murjana mursalin mursid mursyid murtado murti murtiningsih musa musaddad
        musdalifah muslih musrifah musripah mustafa mustafidah mustakim mustaqim mustari mustika
        mustofa mutia mutmainnah mutoharoh muzakir muzakki nabil nabila nabilah nabillah nadhira
        nadia nadila nadira nadrah nadya nafi nafiah nafis nafisa nafisah nahdi naila nailah naimah
        nainggolan najib najla najmah najmi najwa nana nanang nandang nando nani nanik nanlohy
        naomi napisah napitupulu narti narto nashir nasiah nasihin nasir nasrullah nasrun nasution
        natasha naufal naura nawang nawawi nawiah nazar nazila nazira nazwa nelda nella nelly
        neneng nengah nengsih neni neti nety ngadiman ngatimin ngatini ngatiyem nia nicholas nico
        niken nikita nikmah niko nila nina nindi ningsih nining ninuk nirmala nirwan nirwana nisa
        nita nizam nizar nofi noni noor nooraida noorhasanah noorhayati noorjannah noorlena nor
        nora nordin norfah norhafizah norlela norma normah normala norman norsehan norsehat nouval
        nova noval novan novi novianti novika novita noviyanti nugraha nugroho nur nurazizah
        nurbaya nurdin nurfadilah nurhafizah nurhakim nurhalisah nurhaliza nurhidayat nuriah nuril
        nurin nurina nurjaman nurkholis nurlela nurlia nurma nurmala nurmaliza nurman nurmi
        nurokhim nurul nuruzzaman nyahu nyimas okky okta oktafia oktaria oktavia oktavianus olga
        olivia omar ongkowijoyo onny opik oscar oskar padli pahmi pahriadi pahrudin paijo paimin
        painah painem paini pairin pakpahan palimbong palupi pangaribuan panggabean pangkey
        panjaitan panji pardede pargiyem parida paridah parinah parjo parman parmi parmin parno
        parsini parti partini parto parwati pasaribu paskalis patmah patmawati patrisia pattiasina
        pattimura paulus pebri pebrian permadi permana permatasari petra petrisia petrus pitri
        poerwanto pohan ponco poniah ponijan poniman ponimin ponirah poppy prabowo pradana pradipta
        pramudya prana pranata prasetia prasetya prasetyawan prasetyo prastiwi prastowo prastyo
        pratama pratiwi prayoga prayogi prihatin prima priska priyanto priyatno priyono pudji
        pujiastuti pujiati pulungan purba purnama purnamasari purnawan purnomo purwandari purwanti
        purwati puspita puspitasari puteri putu qamariah qamaruzzaman qomariah qori qosim qurratul
        rabiah rabiatul rabiatun rachel rachma rachman rachmat rada raden radiah radini radit
        raditya raffi rafi rafiah rafii rafika rafiq rafiqa rafli ragil rahadian raharja rahayu
        rahil rahim rahima rahimah rahimi rahmad rahmadan rahmah rahman rahmat rahmi raihan raihana
        raihanah rais raisa rajab rajagukguk rajiah rakha ramadan ramadhan ramaniya ramayana ramdan
        ramlah ramlan ramli ramona ramsi ramzi randi rangan rangga rangkuti rani rano ranti ranying
        rapiah rapii rasid rasidi rasimah rasmi rasna rasto rasyad rasyid ratih ratmi ratna
        ratnasari ratri raudah raudatul raudhah raudhatul rauf rayhan razak razali rebeka redha
        regina reinhard rena rendi rendra rendy reni renita reny resti retno revaldi revan reynaldi
        reza rezki rezky rezza riadi rian riana riani rianti rianto riawan ribka ricky rico ridha
        ridho ridhwan riduan ridwan riefky rifa rifai rifaldo rifani rifki rifky rifqi rijal rijali
        rijani rika rikky riko rilo rima rina rindi rini rinto rio ripai ripani riri risa riska
        riski risky risma risna riswan rita ritonga riva rival rivan riyadi riyan riyani riza rizal
        rizali rizka rizki rizkia rizky rizqi robby robert robertus robi robiah rochmat rodiah rofi
        rofik rofiq rohadi rohana rohani rohaya rohim rohimah rohmad rohmah rohman rohmat rokhim
        rokiah roland rolina romi romlah romli romy ronal ronald rondonuwu roni ronny rosa rosadi
        rosana roshan rosi rosid rosidi rosihan rosita roslan rosmala rosmi rosnah rossa rosyad
        rosyid roy rozak rozali rozi rubi rubiah rudi rudolf rudy rufaida rufina ruhana rukiah
        rukmana rukmini rumagit rumambi rumbekwan rumini runa runi rusda rusdah rusdi rusiah rusida
        ruslan rusli rusmana rusmin rusna rusnah rustam rustami rusyda ruth rya ryan saadah
        sabariyah sabda saberi sabirin sabran sabri saddam sadiah sadikin sadiman sadli safar
        safira safitri safri safwan sahar sahara sahay sahbana sahdan sahetapy sahid sahirin sahlan
        sahril sahrul sahruni sahuri saida saidah saidi saidillah saiful saiman saina sainem saipul
        sajad sakdiah sakinah salamah salasiyah saleh salehah salehatun salim salmah salman salmi
        salsa salsabila salundik salwa samad samah samani samawi samiah samijan samiran samiun
        samlan samli samosir sampurno samrah samsi samsinar samsir samsul samsuri samuel sandra
        sandy sangkar saniah sanjay santika santoso sanusi sapari sapiah sapina sapnah sapri sapuan
        saputra saputri saputro saragih sarah sarbaini sarbini saridah sarifah sarimin sarina
        sarinten saripah saripi sarkani sarkawi sarlan sarmi sarmila sarpani sartika sarul sarwani
        sarwo sasmita satrio satriyo satya saukani saupi sawitri sayid sayuti sayyid sebastian
        sebayang sefti seger selamet selly selpi selvi selvia selviana sembiring septa septi septia
        septian serli sesilia setiadi setiani setianingsih setiawan setiawati setyaningsih setyawan
        setyawati setyo setyowati severinus shafa shafira shahrul shakila shania sherly shinta
        shirly shofia sholeh sholehah sholihah sholihin siagian siahaan siami siane sianturi
        sidabutar sidiq sigit sihombing sihotang silaban silalahi silfia silitonga silvana
        silvester silvi silvia simanjuntak simanungkalit simatupang simbolon simon sinaga sinambela
        sindi sindy singgih sinta sinurat siok sirait siregar sisca siska siswoyo sitanggang siti
        sitinjak sitompul sitorus situmeang situmorang slamet soebagio soegeng soetomo sofi sofia
        sofiah sofian sofiyan sofwan sofyan sohib soleh soleha solehah solekah solihah solihin
        solikah solikhin solikin somad somantri sondakh sondang sonia sonny sony sophia sopiah
        sopian sopiyan soraya sri srie sriyani stefani stefania stefanie stefanus stephanus stevani
        steven suaib suardi suarni subagio subekti subhan sudarmaji sudarman sudarmo sudin sudirja
        sudirman sudiro sudjatmiko sufian sufyan sugeng sugianti sugirah sugito suhada suhanda
        suhendar suheri suherlan suhery suhud sujarwo sujito sujono sukaesih sukarman sukasih
        sukemi sukesi sukini sukirman sukmana sukoco sukri sulaiha sulaimah sulasih sulfa sulhan
        sulik sulis sulton sumadi sumaji sumarlin sumarna sumarwan sumiasih sumiatin sumiatun
        sumini sumirah sumirat sumitro sumiyatun sumono sunarko sundari suntoro supangat suparjan
        suparji suparman suparmin suparmo supena supeno supian supiannor supini supit supono
        suprapti supratman supri suprianta suprihatin supriyatin suradi surahman suraida suraji
        surani suratman suratmin surawan suriansah surip surono suroso suroto surti suryana
        suryanata suryatin suryawan susan susana susani susanna susanti susanty susi susilo sutaji
        sutan sutarji sutedi sutedja sutejo sutini sutirah sutomo sutono sutopo suwadi suwati
        suwito suwono suyadi suyati suyatman suyatun suyono suyoto syaban syafei syafii syafiq
        syafri syafril syahid syahmi syahminan syahril syahrizal syaida syaifuzzaman syakir syakur
        syamsi syamsiar syamsuar syamsurizal syarif syauki syauqi syawal syifa syihab syuhada
        syukri syukron taberani tabrani tabuni tahir tajeri tajuddin tajudin talahatu talhah tamam
        tamara tambi tambunan tamjid tampubolon tamrin tandi taneo tangdilintin tangkudung tanjaya
        tanoto tarigan tarmi tarmidi tarmiji tarmizi tarno tarsiah tarsih tarto tasmin tasya tatang
        tatik taufan taufani taufik taufikurrahman taufiq teddy tedi teguh tengku tenri teti tetty
        teuku thalib thamrin theo theresia thohir thomas tia tiara tika timang tina tinah tinggen
        tintin titien titin tiurma tobing tohari tohir tojang tokan tomas tomi tommi tommy toni
        tono topan topik toruan toto toyib tresna triadi triana triani triatmojo trimo trinita
        trisna trisno tristan triwahyuni triyanti triyatno tubagus tugiman tugimin tugino tugiyem
        tugiyo tuhuteru tukijan tukiman tukimin tukiran tukirin tukiyem tumanggor tumbelaka tumijan
        tuminah tuminem tumini tumirah tumiran tumiyem turiah turmudi tursina tursini tuti tutik
        tutut tyas udi udin ufi uhuy ujai ulak ulfa ulfah ulfi uli umaiyah umar umi umiyati ummi
        unah unai upi uray urip usamah usman usup uswatun utai utami utari utik uus uwais valen
        vanessa vania vannisa veni venny vera veri vero veronika vicky victor viki viktor vina
        vincent vincentius vinna viola viona virginia vita vivi vivian vivin vony wagiman wagimin
        wagiyem wahab wahdah wahdi wahdini wahid wahidah wahyu wahyuni wahyuningsih wahyuningtyas
        wakidi waluyo wanda wanimbo wardah wardi warno warsih warsini warsito warsiyem warti
        wartini warto wasiah wasis wasito waskito wasono wati watini wattimena wawan waworuntu
        wayati welly wenda weni wenny wenti wibawa wibowo widayat widi widiastuti widiyanti widodo
        widya widyaningsih widyastuti wijayanti wilda wildan wilhelmus wiliam william willy wilson
        winata winda windi windu windy winoto wirawan wirayuda wirda wiryawan wisnu wiwi wiwik
        wiwin wowor wulandari wuri yadi yadin yahya yakub yamani yamin yanah yandi yanor yansen
        yanti yanto yanuar yasin yasir yasmin yasni yasri yati yatini yatmi yatno yayah yayan yayat
        yayuk yazid yeni yesi yessi yessy yeyen yoga yogi yohan yohana yohanes yohanis yoku yolan
        yonatan yonathan yopi yosef yosep yoseph yosi yossi yosua yovi yovita yuda yudha yudhi yudi
        yudo yuhana yuhani yukie yulfi yuli yulia yulinar yulisa yulius yulizar yulvia yuni yuniar
        yunita yunus yurika yurni yusak yusdi yusi yusman yusni yusniar yusran yusri yusuf yuyun
        zaenab zaenal zahra zahrah zahwa zaid zaidan zaidi zain zaina zainab zainal zainap zaini
        zainul zainun zaitun zaki zakia zakiah zaky zaleha zamani zanah zaskia zefanya zeky zelda
        zia ziana zidan zikri zikry zohra zubair zuhdi zuhrah zuhri zuhrotun zuleha zulfa zulfah
        zulfan zulfi zulfikar zulhaidir zulham zulmi zulpa zulpan zulpikar zurni zusan
        abanur absalom acan adul ajau akau aliyan alvaro ancah anjas anau arka arpan arsyil aswin
        barsih boyke busrah busran cipto darkani darsani dasuki dewo dominggus durahman encep fathir
        gavin gazi gimin giyem hana hanin hasiholan hatmi humaira idrus ihin iis ijam ipau iril isti
        itar itui jarjis jonggi jumain kadarwati kanaya karni kasdi kasno keisha kenzie kenzo
        khairani kurnain lamberi lamhot lanjar marten masruf mawardah minem mukri mumun murhan
        nadhif nafarin naya ngadimin ngatno ojan oman otniel otong parlindungan poltak ponirin puput
        rafasya rafka raihanun rehan reyhan rotua rubinem sahala saimah saniman sanikem sarju sarmo
        sarpin shaka shanum sukir taibah tarni tigor tinem togi tukirah tumirin ucup udit unan uncui
        utay uwi warkiman wasinem wiji yance zavier zea ulia haning ijun ijar asran asrin jamhur
        salasiah sapuani sarwan sarlini syaifullah syamsir syarwani taufiqurrahman wahyudin wahyudi
        zakaria zarkasi yulianti yulyani yusminiati hasbiansyah hasanuddin gusran fakhrurrazi fakhri
        fathurrazi fitriyani
        agustini ahyani ahyar alfiah alfinor alfisah alimudin amaliah aminudin andriansyah
        anisyah anwari arbaiah arbainah arbani ardiansah arsani asfiani asmadi asmail
        asmiati asmudin aspiani aspul azidin badrudin bahriah bahrudin bainah barkatullah
        basriah birhasani bonifasius burhanudin clement dahliana dahri dahriah dardiansyah
        darsiah dungkul ebet ernani ernawati erwandi fahriadi fahriansyah fatmah fitriah
        fitriansyah gafar gaspar giman gracia gunarso gusriani hafizi hafni hairani hairiah
        halidi halimi hamberan hamsuri haniah haryadi hasniah hatmiah herliani hermani
        hernawati humaidi ideham imansyah irawati irwani isnaniah jahidin jahrah jainah
        jamaliah jamaludin jamhuriah jarkasih jatiah johansyah jumaiah jumansyah jumasiah
        junaiding jurkani kaspiani kasriadi kodriah komarudin kurniani kusasi laily lasmi
        lenny mahfuzah mahriani majidi marfuah marhaban marhani mariati marjuni marlina
        marlon martinah marwani masdawiah masliah maslianah masliani masnawati masrani
        masrawi masrif mastiah mastiwa misbahuddin misdah misriani mistah muhyar mujiono
        mulkani murdiansyah murhani mursidi murtaji musliah nafsiah noorlaila norbaiti
        norhasanah norliana normiati norsanti nuraini nurbaiti nurhayani nuriyati nurmiati
        nursiah paramita pujianto purwoko rabuan rahimin ramadhani rasmiati ratnawati
        robinson rohayati rusdiah rusmani rusmiati rusmila rusniati ruspandi sabariah
        sabarudin sabrani sahrani saifudin salamiah salmiah samiati samsiah samsiar samsudin
        saprudin sarbani sariati sarifudin sarinah sarmiah saubari sinarti sofiani suhaidi
        suhaimi sukarti sumiyati suparti supianto suprianto surianto syahbudin syahdan
        syahrudin syamlan syamsiah syamsudin syarifah syarkani tarmuji taufikah trinanda
        tumang ulfani umriah upiah vito wagirah wahidin wardani wardiah wiryo yesaya yuliana
        yulianor yuliansyah yurnalis yusfiani yusransyah zainudin zubaidah zubaidi
        zulkarnain zulkifli
        abizard aisah alika almaira alpiannor arsya athaya azkia azril bernadetha bilal
        brojo dalimin darusman delvi fahira frengky gerald gusnawan hamizan husairi jumratul
        keanu kusaini kusmini kusrin lailan lasiman maslikah masyitah melky misdar natanael
        nayla naysila nisfu norhalimah norvi obed raffasya rahimatul rahmaniah rasyidin
        ratnasih reyhana rusdiannor rusminah sabli sahrudin saipudin sarbaniah septiawan
        shafiyah simson suparjo sutiyem sutrisman tasrip turiman wardatun warsilah wartono
        wartoyo widarto yehezkiel yopie zhafira
        badar aliong bahrah ainah tambrin syarwani saufi norsiah abul
        acut aqila ateng atul caniago hamsi icah ican iderus idur ifit ijuh ijum ikin inur ipit isum
        juhrah jumahir junai jurai kamsi kasful kasiyem kastalani kwee masrah mastan mira mislan
        ngatiem pahri paiman paisal parhan parlin pauzi piliang pitriah sahat saminem sarinem saudah
        sikumbang sitti sugian sukinem tiur tjandra tjoa togar wongso
        abas acong adrian afung ahong ahsan aida aisha ajeng akiong alvian amirah amril andilau anis
        ansyari apin apri arpah arya aseng asih asiong asmah aswad asyari atikah atin atong atoy ayong
        bahar baharuddin bakhtiar basit becce beni bobby brigita cahyo calvin chairil chelsea codet
        darmin darmo darren dava david dehen dennis dion dita dito diyah dodot donny durahim dylan ellen
        elmira emod enah engkos enong epen epin ester fara fatih feby fery fika gafur genta giok giska
        gladys gofur greta haidir hapsah haura hazairin holid holilah horman humairah husen ical icuk
        iful ijan ikay ikbal ikhsan ikrom ilma imai imas inai indira indri inez inun ipung irene irpan
        itok itun iyat iyong jafri jahri jaitun jalal jalil jannatul jasmine jason jauhar jazuli jeni
        jhon jonson joshua juhai julian jumasang junah juraida kalimin kamil karin karman karta karti
        kasiyah kasman kasmin kasmiran kaspullah kasran kastamin kastani katijah keisya kenan kenzi kiki
        kinan komari kuncoro lala lanny lasma lasro laura lian mahdian mahpus maimanah mala malian
        malika mappa marudut maruf masrur mastora masud masykur matnur maudy meilani meiling melan melda
        mely mikayla mikhael mischa misnan mita mona monica muarif mubin mudrik muflih muhibah mujibah
        muklis muttaqin nabilla nathan nayara nelson ngatijan ngatmi nida numan nunung nurainun obet
        odik ojak onah oneng otoy pahrul pahrurazi paizal pardi paridatul parni parulian pathul
        pathurrahman patricia paul paulina pendi philip pikri poniyem qodir qomar qonita rafa rafael
        rahma rahmaniar rahmatang raissa raka rakhmat ramot regita reno rewa rifka riris ruben rusmala
        saad sabam sabhan sadam sahibul saidan saifullah saipulah sakiman salihin salma sanem saodah
        sapwan saribanun sarif sarimun sarmin sastro satinem sayem shakira siaw sibli sioe sogol stefan
        stella suaibah sudir tagor talita tamberin tania tarman tarwiyah taslim tasmi thaibah theresa
        tiwa tjong togu tongam tony tukinem tumpal ucin uhing umbri usnul uyut vanesa wakijan wasiman
        zidane
        """)
    /// Names that mean something else as well: beside another name, after a mark, with a large letter.
    static let alsoWords = MarkWords(
        """
        ahim aji alma aluh alus amang amar ambar amin andi angel anum arta arti bain barni baso
        bere berta besse bima bria bue bungsu candra citra clara damai damar darul dede dulah dwi
        eka esa fajar galuh gede gusti hajar hakim hero hikmah hikmat igat ilmi imam iman imis imuh
        indah intan itai itak iyan jami japri jasmani jaya juli juned kani keke kembar kirana
        kopong kurik laga lara laut leki lien lim lintang luji luki made malan mawar mega melati
        midi mubarak mulia murni mursi muslim muslimah muslimin mutiara nahak nasa nilam nyai
        nyoman oei oka ong opu padil panca pancar pandi pandu perdana permata pertiwi pipit puji
        puspa putra putri rama rana rara rejeki restu ria rona sakti saman sami sanah sani sanjaya
        santa santi sapar sari satria sekar selfi seran sidik suci sukma sultan sumi supi tan
        tanjung tari tarung tati tefa tegar tine tini tirta titi titis tri tuah tulus ucok ujang
        una upik usep uti wanti wawa wayan wijaya wulan yana yono zamzam
        """)
    /// Names that are nearly always the word.
    static let seldom = MarkWords(
        """
        habib alam aman amat asma bagus batubara bintang cucu dusun harapan hari janji jumat kaka kasih
        kasturi liwat mau nanda nyaman pak raja raya salamat sandi setia surya syukur taman tata
        titik uji ulin untung utama utuh warni yani zaman
        """)

    enum Standing: Int, Comparable {
        case none, looks, listed

        static func < (one: Standing, other: Standing) -> Bool { one.rawValue < other.rawValue }
    }

    /// Whether a word is on the list, or as good as on it, or looks like a name by its letters.
    static func standing(_ piece: Piece, in reading: DataReading) -> Standing {
        if piece.count < 2 || piece.isDigits { return .none }
        if words.contains(piece) { return .listed }
        guard piece.count > 3, !NameWords.isOrdinary(piece), !NameWords.never.contains(piece) else {
            return .none
        }
        // Few words but names are written so: "Mas'ud".
        if piece.hasApostrophe, piece.startsLarge, reading.hasCase { return .listed }
        let score = NameShapes.score(piece, in: reading)
        if score >= NameShapes.certain, piece.count > 5 { return .listed }
        return score >= (piece.count > 5 ? NameShapes.sure : NameShapes.sureWhenShort)
            ? .looks : .none
    }
}
