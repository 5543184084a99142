"""The twelve figures of the year 2022 for the whole province as bare SQL: one statement for each.

A statement gives both sides of a figure and then, in the order of `SAID`, what the overview prints beside it: named
parts, and of how many records or units each note speaks. What the overview does not show, such as the list of all that
is missing, no statement reads.
"""

YEAR = {"first": "2021-12-15", "last": "2022-12-14", "province": "12"}

# `part x` is one number, `part x/` two, `note x` how many a note counts
SAID = {
    "1.1": ("note gap", "note none", "note declared"),
    "1.2": ("part 1.2a/", "part 1.2b/"),
    "1.3": ("note no_headcount", "note stale", "note capped"),
    "1.4": ("part full/", "note no_enrolment", "note other_year", "note capped"),
    "2.1": (),
    "2.2": ("part ktxh/", "part an_sinh/", "part ma_tuy/", "part hiv/", "note no_evidence"),
    "3.1": ("part period/", "part remarks", "note overdue", "note late", "note not_due"),
    "3.2": ("part now_cases", "part base_cases", "part now_persons", "part base_persons", "part hotspot",
            "part base_hotspot"),
    "3.3": ("note closed_door",),
    "4.1": (
        "part phong_ngua", "part giam_hai", "part bao_luc_gioi", "part quyen_nld", "part hoa_nhap",
        "note all_five", "note not_approved", "note not_started",
    ),
    "4.2": ("note capped", "note only_cases", "note no_population"),
    "5.1": ("part listed", "part unlisted", "note capped", "note no_list", "note no_staff"),
}  # fmt: skip

OPEN_NOW = """open_now AS MATERIALIZED (
    SELECT e.id FROM establishment e WHERE e.first_listed_date <= :last AND coalesce((SELECT c.status
      FROM establishment_status_change c WHERE c.establishment = e.id AND c.date <= :last
      ORDER BY c.date DESC LIMIT 1), 'dang_hoat_dong') = 'dang_hoat_dong')"""

FIGURES = {
    "1.1": """WITH held AS (SELECT f.unit, f.form, count(*) AS n
          FROM (SELECT DISTINCT unit, form FROM comm_activity
            WHERE unit IN (SELECT code FROM place WHERE level = 'xa')) f CROSS JOIN quarter q
          WHERE EXISTS (SELECT 1 FROM comm_activity a WHERE a.unit = f.unit AND a.form = f.form
              AND a.date BETWEEN q.first_day AND q.last_day)
            OR EXISTS (SELECT 1 FROM comm_activity a WHERE a.unit = f.unit AND a.form = f.form
              AND a.date < q.first_day AND a.end_date >= q.first_day)
          GROUP BY f.unit, f.form),
        state AS (SELECT coalesce(b.n, 0) AS n, p.code IN (SELECT unit FROM period_declaration
            WHERE plan_area = '1' AND year = 2022 AND period_code = 'Y') AS declared
          FROM place p LEFT JOIN (SELECT unit, max(n) AS n FROM held GROUP BY unit) b ON b.unit = p.code
          WHERE p.level = 'xa')
        SELECT count(*) FILTER (WHERE n = 3), count(*), count(*) FILTER (WHERE n IN (1, 2)),
          count(*) FILTER (WHERE n = 0 AND NOT declared), count(*) FILTER (WHERE n = 0 AND declared) FROM state""",
    "1.2": """WITH hit AS MATERIALIZED (SELECT DISTINCT q.n, o.unit AS outlet, m.unit AS about FROM quarter q
          JOIN media_item m ON m.date BETWEEN q.first_day AND q.last_day
          JOIN media_outlet o ON o.id = m.outlet AND o.counts = 1),
        part AS (SELECT (SELECT count(DISTINCT n) FROM hit WHERE outlet = :province) AS a, (SELECT count(*) FROM (
            SELECT n, outlet AS member FROM hit WHERE outlet IN (SELECT code FROM place WHERE level = 'huyen')
            UNION SELECT h.n, p.member FROM hit h JOIN place p ON p.code = h.about
            WHERE h.outlet = :province AND p.level <> 'tinh')) AS b,
          3 * (SELECT count(*) FROM place WHERE level = 'huyen') AS cells)
        SELECT a + b, 3 + cells, a, 3, b, cells FROM part""",
    "1.3": f"""WITH {OPEN_NOW}, reached AS MATERIALIZED (SELECT h.workers, h.date AS counted_on, coalesce((
            SELECT sum(x.workers_new) FROM comm_reach_establishment x JOIN comm_activity a ON a.id = x.activity
            WHERE x.establishment = e.id AND a.date BETWEEN :first AND :last), 0) AS n
          FROM open_now e LEFT JOIN establishment_headcount h ON h.establishment = e.id AND h.date = (
            SELECT max(l.date) FROM establishment_headcount l WHERE l.establishment = e.id AND l.date <= :last))
        SELECT sum(min(workers, n)), sum(workers), count(*) FILTER (WHERE workers IS NULL),
          count(*) FILTER (WHERE counted_on < date(:last, '-12 months')), count(*) FILTER (WHERE n > workers)
        FROM reached""",
    "1.4": """WITH state AS (SELECT n.students, n.school_year, coalesce((SELECT sum(x.students_new)
            FROM comm_reach_school x JOIN comm_activity a ON a.id = x.activity
            WHERE x.school = s.id AND a.date BETWEEN :first AND :last), 0) AS reached
          FROM school s LEFT JOIN school_enrolment n ON n.school = s.id AND n.school_year = coalesce(
            (SELECT max(m.school_year) FROM school_enrolment m WHERE m.school = s.id AND m.school_year <= '2022-2023'),
            (SELECT min(m.school_year) FROM school_enrolment m WHERE m.school = s.id AND m.school_year > '2022-2023'))
          WHERE coalesce(s.opened_date, '') <= :last AND coalesce(s.closed_date, '9') > :last)
        SELECT sum(min(students, reached)), sum(students), count(*) FILTER (WHERE reached >= students), count(*),
          count(*) FILTER (WHERE students IS NULL), count(*) FILTER (WHERE school_year <> '2022-2023'),
          count(*) FILTER (WHERE reached > students) FROM state""",
    "2.1": """WITH active AS (SELECT member FROM place p WHERE
            EXISTS (SELECT 1 FROM comm_activity k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM material k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM integration k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM prevention_activity k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM inspection k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM harm_reduction k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM training k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM pilot_model k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM support_case c JOIN support_service_use k ON k.support_case = c.id
              WHERE c.unit = p.code AND k.date BETWEEN :first AND :last))
        SELECT count(*) FILTER (WHERE d.code IN (SELECT member FROM active) AND EXISTS (SELECT 1 FROM plan_document k
          WHERE k.unit = d.code AND k.is_year_plan = 1 AND k.plan_year = 2022 AND k.date <= :last)), count(*)
        FROM place d WHERE d.level = 'huyen'""",
    "2.2": """WITH done AS MATERIALIZED (SELECT p.member, i.program_group AS name,
            count(*) FILTER (WHERE trim(coalesce(i.evidence_no, '')) <> '') AS proven, count(*) AS n
          FROM integration i JOIN place p ON p.code = i.unit AND p.level <> 'tinh'
          WHERE i.date BETWEEN :first AND :last AND i.program_group IN ('ktxh', 'an_sinh', 'ma_tuy', 'hiv')
          GROUP BY p.member, i.program_group), good AS (SELECT * FROM done WHERE proven),
        member AS (SELECT count(*) AS n FROM place WHERE level = 'huyen')
        SELECT (SELECT count(DISTINCT member) FROM good), m.n,
          (SELECT count(*) FROM good WHERE name = 'ktxh'), m.n, (SELECT count(*) FROM good WHERE name = 'an_sinh'), m.n,
          (SELECT count(*) FROM good WHERE name = 'ma_tuy'), m.n, (SELECT count(*) FROM good WHERE name = 'hiv'), m.n,
          (SELECT sum(n - proven) FROM done) FROM member m""",
    "3.1": """WITH state AS (SELECT iif(closed_date <= :last, closed_date, NULL) AS closed,
            CASE WHEN extension1_date > min(:last, due_date) OR extension1_date IS NULL THEN due_date
            WHEN extension2_date <= min(:last, extension1_due_date) THEN extension2_due_date
            ELSE extension1_due_date END AS due FROM tip WHERE date <= :last AND tip_kind <> 'phan_anh'),
        found AS (SELECT closed, due,
            coalesce(closed, :first) >= :first AND (closed IS NOT NULL OR due <= :last) AS counts FROM state)
        SELECT count(*) FILTER (WHERE counts AND closed <= due), count(*) FILTER (WHERE counts),
          count(*) FILTER (WHERE counts AND closed <= due), count(*) FILTER (WHERE counts),
          (SELECT count(*) FROM tip WHERE tip_kind = 'phan_anh' AND date BETWEEN :first AND :last),
          count(*) FILTER (WHERE counts AND closed IS NULL), count(*) FILTER (WHERE counts AND closed > due),
          count(*) FILTER (WHERE closed IS NULL AND due > :last) FROM found""",
    "3.2": """SELECT n.cases - b.cases, b.cases, n.cases, b.cases, n.persons, b.persons, n.hotspot,
          b.hotspot_cases FROM (
          SELECT count(*) AS cases, sum(persons) AS persons, count(*) FILTER (WHERE in_hotspot = 1 OR EXISTS (
            SELECT 1 FROM unit_flag f WHERE f.unit = c.unit AND f.flag = 'dia_ban_trong_diem' AND f.date <= c.date
            AND (f.end_date IS NULL OR f.end_date >= c.date))) AS hotspot
          FROM crime_case c WHERE date BETWEEN :first AND :last
          AND (articles LIKE '%"327"%' OR articles LIKE '%"328"%' OR articles LIKE '%"329"%')) n
        LEFT JOIN crime_baseline b ON b.unit = :province AND b.year = 2021 AND b.period_code = 'Y'""",
    "3.3": f"""WITH {OPEN_NOW}, visit AS (SELECT v.establishment, v.result <> 'dong_cua_khong_kt_duoc' AS checked
          FROM inspection_visit v CROSS JOIN inspection i ON i.id = v.inspection
          WHERE v.date BETWEEN :first AND :last AND i.covers_prostitution = 1)
        SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM visit v WHERE v.establishment = e.id AND v.checked)),
          count(*), (SELECT count(*) FROM visit v WHERE NOT v.checked AND v.establishment IN (SELECT id FROM open_now))
        FROM open_now e""",
    "4.1": """WITH model AS MATERIALIZED (SELECT m.*, date <= :last AS started,
            trim(coalesce(decision_no, '')) <> '' AND coalesce(decision_date <= :last, 0) AS approved
          FROM pilot_model m WHERE coalesce(stopped_date, '9') > :last AND coalesce(summary_date, '9') >= :first),
        good AS MATERIALIZED (SELECT p.member, m.components FROM model m JOIN place p ON p.code = m.unit
          WHERE p.level <> 'tinh' AND approved AND started AND components <> '[]')
        SELECT (SELECT count(DISTINCT member) FROM good), NULL,
          (SELECT count(DISTINCT member) FROM good WHERE components LIKE '%"phong_ngua"%'),
          (SELECT count(DISTINCT member) FROM good WHERE components LIKE '%"giam_hai"%'),
          (SELECT count(DISTINCT member) FROM good WHERE components LIKE '%"bao_luc_gioi"%'),
          (SELECT count(DISTINCT member) FROM good WHERE components LIKE '%"quyen_nld"%'),
          (SELECT count(DISTINCT member) FROM good WHERE components LIKE '%"hoa_nhap"%'),
          count(*) FILTER (WHERE json_array_length(components) = 5), count(*) FILTER (WHERE NOT approved),
          count(*) FILTER (WHERE started IS NOT 1) FROM model""",
    "4.2": """WITH speaks AS MATERIALIZED (SELECT s.unit, s.eligible, coalesce(s.served, 0) AS served
          FROM support_population s JOIN place p ON p.code = s.unit WHERE s.year = 2022 AND s.period_code = 'Y'
          AND NOT EXISTS (SELECT 1 FROM support_population o WHERE o.year = 2022 AND o.period_code = 'Y'
            AND o.unit <> s.unit AND (o.unit = p.member OR o.unit = :province))),
        helped AS MATERIALIZED (SELECT u.code, u.member, count(*) AS n
          FROM support_case c JOIN place u ON u.code = c.unit WHERE c.in_need = 1 AND c.eligible = 1
          AND EXISTS (SELECT 1 FROM support_service_use k
            WHERE k.support_case = c.id AND k.date BETWEEN :first AND :last) GROUP BY u.code),
        counted AS (SELECT eligible, max(served, coalesce((SELECT sum(h.n) FROM helped h
          WHERE s.unit IN (h.code, h.member, :province)), 0)) AS n FROM speaks s)
        SELECT sum(min(eligible, n)), sum(eligible), count(*) FILTER (WHERE n > eligible),
          (SELECT count(*) FROM helped h WHERE NOT EXISTS (SELECT 1 FROM speaks s
            WHERE s.unit IN (h.code, h.member, :province))),
          (SELECT count(*) FROM place d WHERE d.level = 'huyen' AND NOT EXISTS (SELECT 1 FROM speaks s
            JOIN place p ON p.code = s.unit WHERE s.unit = :province OR p.member = d.code)) FROM counted""",
    "5.1": """WITH duty AS MATERIALIZED (SELECT s.id, s.unit, p.member, p.level, EXISTS (
              SELECT 1 FROM training_attendance a JOIN training t ON t.id = a.training
              WHERE a.staff = s.id AND t.date BETWEEN :first AND :last) AS trained
            FROM staff s JOIN place p ON p.code = s.unit
            WHERE s.in_denominator = 1 AND s.from_date <= :last AND coalesce(s.to_date, '9') >= :last),
          others AS MATERIALIZED (SELECT p.member, x.trainee_level AS level, sum(x.persons_new) AS n,
              count(*) FILTER (WHERE x.persons_new > 0) AS rows FROM training t
            JOIN training_count x ON x.training = t.id JOIN place p ON p.code = x.unit
            WHERE t.date BETWEEN :first AND :last GROUP BY p.member, x.trainee_level),
          listed AS MATERIALIZED (SELECT d.member, d.level, count(*) AS n, sum(d.trained) AS trained,
              coalesce((SELECT o.n FROM others o WHERE o.member = d.member AND o.level = d.level), 0) AS more
            FROM duty d GROUP BY d.member, d.level)
        SELECT sum(min(n, trained + more)), sum(n), sum(trained), sum(min(more, n - trained)),
          count(*) FILTER (WHERE trained + more > n),
          (SELECT coalesce(sum(rows), 0) FROM others o
            WHERE NOT EXISTS (SELECT 1 FROM listed l WHERE l.member = o.member AND l.level = o.level)),
          (SELECT count(*) FROM place WHERE code NOT IN (SELECT unit FROM duty)) FROM listed""",
}
